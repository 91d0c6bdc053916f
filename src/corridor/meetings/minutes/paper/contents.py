"""What stands in the PDF of minutes: plain words in the reader's language, and texts in their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from corridor.engines.merging import paragraphs_of
from corridor.kernel.agenda import day_in_words
from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.journal.differences import compared
from corridor.meetings import rules, times
from corridor.meetings.enums import MinutesState, Outcome
from corridor.meetings.minutes import attendance, queries
from corridor.meetings.minutes.models import Correction, Minutes, Passage
from corridor.meetings.models import Meeting
from corridor.meetings.registers import queries as registers
from corridor.meetings.registers.models import Action, Decision
from corridor.meetings.votes import queries as votes
from corridor.meetings.votes.counting import Result
from corridor.post.actions import full_url

Said = dict[str, Any]
Table = dict[str, Any]


def of_minutes(minutes: Minutes, viewer: Viewer, person: Any) -> Said:
    """For one reader: people who came, actions and votes are for the group, as they are on its pages."""
    meeting = minutes.meeting
    inside, slug = rules.looks_in(viewer, meeting.group), meeting.group.slug
    decided = registers.decisions_of(viewer, meeting).select_related(None)
    to_do = registers.for_a_list(registers.actions().filter(meeting=meeting)).order_by("id")
    tables = [
        _attendance(meeting) if inside else None,
        decision_table(list(decided), slug),
        action_table(list(to_do), slug) if inside else None,
        _votes(meeting) if inside else None,
    ]
    here, *outcomes = tables
    return frame(best_text(meeting.group.name)) | {
        "title": f"{_('Minutes')}: {best_text(meeting.title)}",
        "state": state_in_words(minutes),
        "facts": [*when_and_where(meeting, person), *_before(meeting, viewer)],
        "tables_before": [here] if here else [],
        "heading": _("Minutes"),
        "sections": sections(queries.passages_of(minutes), meeting),
        "tables_after": [one for one in outcomes if one],
    }


def frame(group: str) -> Said:
    language = get_language() or DEFAULT
    return {"language": language, "group": group, "page": _("Page")}


def state_in_words(minutes: Minutes) -> str:
    """ "approved, by silence, on 3 March 2026"."""
    state = str(minutes.get_state_display())
    if minutes.state != MinutesState.APPROVED or minutes.approved_at is None:
        return state
    approved = minutes.approved_in
    if approved and approved.held_on:
        how = _("by the meeting of %(day)s") % {"day": day_in_words(approved.held_on)}
    else:
        how = _("by silence, on %(day)s") % {"day": day_in_words(minutes.approved_at.date())}
    return f"{state}, {how}"


def when_and_where(meeting: Meeting, person: Any) -> list[Said]:
    """In the meeting's own time, since a paper is passed on; in the reader's too where clocks differ."""
    facts = [(_("Date"), times.in_words(meeting, meeting.zone))]
    if times.differs(meeting, own := times.zone_of(person, meeting)):
        facts.append((_("In your time"), times.in_words(meeting, own)))
    facts.append((_("Place"), meeting.place))
    return [{"name": name, "text": text} for name, text in facts if text]


def _before(meeting: Meeting, viewer: Viewer) -> Iterable[Said]:
    before = queries.previous_minutes(meeting, viewer)
    if before is None or before.meeting.held_on is None:
        return
    text = f"{best_text(before.meeting.title)}, {day_in_words(before.meeting.held_on)}"
    page = reverse("meetings:minutes", args=[before.meeting.group.slug, before.meeting_id])
    yield {"name": _("The minutes before"), "text": text, "url": full_url(page)}


# The minutes themselves


def sections(passages: Sequence[Passage], meeting: Meeting) -> list[Said]:
    """Every item of the agenda; what belongs to none only where it says something."""
    told = [one for one in passages if one.item or one.text]
    return [_section(n, one, meeting) for n, one in enumerate(told, 1)]


def _section(number: int, passage: Passage, meeting: Meeting) -> Said:
    item = passage.item
    also = pgettext("minutes: heading over what belongs to no item", "Also")
    postponed = item is not None and item.outcome == Outcome.POSTPONED
    return {
        "heading": f"{number}. {item.title}" if item else also,
        "heading_language": meeting.language if item else get_language(),
        "language": meeting.language,
        "note": _("postponed to the next meeting") if postponed else "",
        "paragraphs": paragraphs_of(passage.text),
        "nothing": _("Nothing is noted."),
        "corrections": [_correction(one) for one in getattr(passage, "corrected", ())],
    }


def _correction(correction: Correction) -> Said:
    """What went and what came is said in words too."""
    marks = {"gone": _("[removed:]"), "new": _("[added:]")}
    parts = compared(correction.before, correction.after)
    return {
        "heading": _("Corrected on %(day)s") % {"day": day_in_words(correction.at.date())},
        "reason": f"{_('Reason:')} {correction.reason}",
        "parts": [{"kind": one.kind, "mark": marks.get(one.kind, ""), "text": one.text} for one in parts],
    }


# Tables


def _table(name: str, header: Sequence[str], rows: Sequence[Sequence[Said | str]]) -> Table | None:
    """A cell is plain words, or ``text`` with its language or address; nothing where there is no row."""
    cells = [[one if isinstance(one, dict) else {"text": one} for one in row] for row in rows]
    return {"name": name, "header": list(header), "rows": cells} if rows else None


def _attendance(meeting: Meeting) -> Table | None:
    here = attendance.here(meeting)
    rows = [(one.hub.name, _names(one.people)) for one in here.hubs if one.people]
    if here.others:
        rows.append((_("Also here:"), _names(here.others)))
    return _table(_("Attendance"), (_("Hub"), _("Who")), rows)


def _names(people: Iterable[Any]) -> str:
    return ", ".join(one.shown_name for one in people)


def decision_table(decisions: Sequence[Decision], slug: str) -> Table | None:
    rows = [(_code("decision", one, slug), {"text": one.text, "language": one.language}) for one in decisions]
    return _table(_("Decisions"), (_("Number"), _("Decision")), rows)


def action_table(actions: Sequence[Action], slug: str) -> Table | None:
    header = (_("Number"), _("Action"), _("Who"), _("Until"), _("State"))
    return _table(_("Actions"), header, [_action(one, slug) for one in actions])


def _action(action: Action, slug: str) -> list[Said | str]:
    owner = action.owner.name if action.owner else _("nobody yet")
    return [
        _code("action", action, slug),
        {"text": action.text, "language": action.language},
        f"{owner}, {action.hub.name}" if action.hub else owner,
        day_in_words(action.due_on) if action.due_on else "–",
        str(action.get_state_display()),
    ]


def _code(kind: str, record: Decision | Action, slug: str) -> Said:
    page = reverse(f"meetings:{kind}", args=[slug, record.code])
    return {"text": record.code, "url": full_url(page)}


def _votes(meeting: Meeting) -> Table | None:
    counted = [(vote, votes.result_of(vote)) for vote, _phase in votes.votes_of(meeting)]
    rows = [
        ({"text": vote.question, "language": meeting.language}, _result(result))
        for vote, result in counted
        if result
    ]
    return _table(pgettext("meeting", "Votes"), (_("Question"), _("Result")), rows)


def _result(result: Result) -> str:
    numbers = {"yes": result.yes, "no": result.no, "abstained": result.abstained}
    counted = _("%(yes)s for, %(no)s against, %(abstained)s abstained.") % numbers
    return f"{votes.outcome_in_words(result)} {counted}"
