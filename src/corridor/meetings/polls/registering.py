"""What polls offer to the rest of the house, said once at start-up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Viewer
from corridor.kernel.journal import register_verbs
from corridor.meetings.models import Meeting
from corridor.people.account import register_account_page

VERBS = {
    "open-poll": _("Poll for a date opened"),
    "answer-poll": _("Poll for a date answered"),
    "choose-slot": _("Date chosen in a poll"),
    "cancel-poll": _("Poll for a date cancelled"),
    "reopen-poll": _("Poll for a date opened again"),
    "change-office-hours": _("Office hours changed"),
    "give-busy-calendar": _("Calendar with busy times given"),
    "remove-busy-calendar": _("Calendar with busy times removed"),
}


def register() -> None:
    from corridor.meetings.tabs import register_tab

    from . import letters, privacy, queries, replies, waiting

    def shown(meeting: Meeting, viewer: Viewer, person: Any) -> bool:
        return queries.may_have_poll(meeting) and meeting.group_id in viewer.groups

    letters.register()
    replies.register()
    privacy.register()
    waiting.register()
    register_verbs(VERBS)
    register_tab("poll", _("Finding a date"), "meetings:poll", 5, shown)
    text = _("Your hours, your public holidays, and when you are busy.")
    register_account_page(_("When you work"), "meetings:hours", text, order=35)
