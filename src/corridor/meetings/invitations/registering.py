"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Viewer
from corridor.kernel.journal import register_verbs
from corridor.meetings.models import Meeting
from corridor.meetings.tabs import register_tab

VERBS = {
    "invite-people": _("People put on the list of a meeting"),
    "send-invitations": _("Invitations to a meeting sent"),
    "withdraw-invitation": _("Invitation to a meeting withdrawn"),
    "require-participant": _("Required participants changed"),
    "answer-invitation": _("Invitation to a meeting answered"),
}


def _for_the_group(meeting: Meeting, viewer: Viewer, _person: Any) -> bool:
    return meeting.group_id in viewer.groups


def register() -> None:
    from . import letters, privacy, replying, waiting

    letters.register()
    privacy.register()
    replying.register()
    waiting.register()
    register_verbs(VERBS)
    register_tab("people", pgettext_lazy("meeting", "People"), "meetings:people", 20, _for_the_group)
