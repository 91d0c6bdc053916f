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
    "open-vote": _("Vote opened"),
    "cast-vote": _("A hub voted"),
    "recuse": _("A hub stays out of a vote"),
    "close-vote": _("Vote closed before its time"),
    "cancel-vote": _("Vote cancelled"),
    "count-vote": _("Vote counted and sealed"),
}


def _for_the_group(meeting: Meeting, viewer: Viewer, _person: Any) -> bool:
    return meeting.group_id in viewer.groups


def register() -> None:
    from . import privacy, waiting

    privacy.register()
    waiting.register()
    register_verbs(VERBS)
    register_tab("votes", pgettext_lazy("meeting", "Votes"), "meetings:votes", 50, _for_the_group)
