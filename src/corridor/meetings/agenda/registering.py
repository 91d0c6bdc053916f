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
    "take-agenda-item": _("Suggestion or proposal put on the agenda"),
    "set-aside-agenda-item": _("Proposal for the agenda set aside"),
    "offer-agenda-item-again": _("Proposal for the agenda made again"),
    "add-agenda-item": _("Item put on the agenda"),
    "edit-agenda-item": _("Agenda item changed"),
    "move-agenda-item": _("Agenda item moved"),
    "remove-agenda-item": _("Item taken off the agenda"),
    "suggest-agenda-item": _("Item suggested for the agenda"),
    "take-back-agenda-item": _("Suggestion for the agenda taken back"),
    "begin-agenda-item": _("Item begun at the meeting"),
    "end-agenda-item": _("Item dealt with or postponed"),
    "reopen-agenda-item": _("Item opened again"),
    "send-agenda": _("Agenda sent"),
}


def _in_the_group(meeting: Meeting, viewer: Viewer, _person: Any) -> bool:
    return meeting.group_id in viewer.groups


def register() -> None:
    from . import letters, privacy, sources, waiting

    letters.register()
    privacy.register()
    sources.register()
    waiting.register()
    register_verbs(VERBS)
    register_tab("agenda", pgettext_lazy("meeting", "Agenda"), "meetings:agenda", 10, _in_the_group)
