"""A year of a group as a PDF: the same as on its page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from corridor.kernel.i18n.fields import best_text
from corridor.meetings.registers.years import Year, YearMeeting

from .contents import Said, action_table, decision_table, frame, sections, when_and_where


def of_year(found: Year, person: Any) -> Said:
    decisions = decision_table(found.decisions, found.group.slug)
    return frame(best_text(found.group.name)) | {
        "title": _("The year %(year)s") % {"year": found.year},
        "lead": _("Meetings, approved minutes and decisions in one document, as far as you can read them."),
        "tables": [decisions] if decisions else [],
        "meetings": [_meeting(one, person, found.group.slug) for one in found.meetings],
    }


def _meeting(one: YearMeeting, person: Any, slug: str) -> Said:
    facts = when_and_where(one.meeting, person)
    if one.decisions:
        facts.append({"name": _("Decisions"), "text": ", ".join(each.code for each in one.decisions)})
    actions = action_table(one.actions, slug)
    return {
        "heading": best_text(one.meeting.title),
        "facts": facts,
        "sections": sections(one.passages, one.meeting),
        "tables": [actions] if actions else [],
    }
