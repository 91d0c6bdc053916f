"""Parts of the pages of votes and registers: states as labels, and what capture forms need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from babel.dates import format_date
from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from corridor.kernel.audience import record_type_of
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES, audience_mark, day, tagged
from corridor.meetings import rules
from corridor.meetings.enums import ActionState
from corridor.meetings.minutes.models import Passage
from corridor.meetings.models import Meeting
from corridor.meetings.registers import queries as registers
from corridor.meetings.registers.finding import BEGINS, ENDS
from corridor.meetings.registers.models import Action, Decision
from corridor.meetings.registers.people import owners_in
from corridor.meetings.votes import queries as votes
from corridor.meetings.votes.models import Vote
from corridor.meetings.votes.queries import Phase
from corridor.members.models import WorkingGroup

register = template.Library()

PLACE: Final = "--address--"
LONGEST: Final = 400  # letters of a decision in the register; its own page has all


@register.simple_tag
def vote_phase(phase: str) -> SafeString:
    """Where a vote stands, as a label."""
    kind, text = {
        Phase.OPEN: ("is-third", pgettext("vote", "running")),
        Phase.CLOSED: ("", pgettext("vote", "closed, being counted")),
        Phase.COUNTED: ("is-second", pgettext("vote", "counted")),
        Phase.CANCELLED: ("is-stopped", pgettext("vote", "cancelled")),
    }[Phase(phase)]
    return format_html('<span class="label {}">{}</span>', kind, text)


@register.simple_tag
def vote_outcome(vote: Vote) -> str:
    """The result in one sentence."""
    result = votes.result_of(vote)
    return votes.outcome_in_words(result) if result else ""


@register.simple_tag
def votes_at(meeting: Meeting) -> list[dict[str, Any]]:
    """Each with where it stands and how many have voted; two queries."""
    found = votes.votes_of(meeting)
    turnouts = votes.turnouts([vote for vote, _phase in found])
    return [{"vote": vote, "phase": phase.value, "turnout": turnouts[vote.pk]} for vote, phase in found]


@register.simple_tag
def decision_state(decision: Decision) -> SafeString:
    return _decision_state(hasattr(decision, "superseded_by"))


def _decision_state(is_superseded: bool) -> SafeString:  # noqa: FBT001 - called with nothing else
    if is_superseded:
        return format_html('<span class="label">{}</span>', pgettext("decision", "superseded"))
    return format_html('<span class="label is-second">{}</span>', pgettext("decision", "in force"))


# Made here and not in the template, which takes ten times as long: a register is read again and again.


@register.simple_tag
def decision_rows(decisions: Iterable[Decision], group: WorkingGroup) -> SafeString:
    """The items of a register; decisions come from ``queries.decisions_wanted``."""
    marks: dict[str, str] = {}
    states = {True: _decision_state(True), False: _decision_state(False)}
    folder = reverse("meetings:decisions", args=[group.slug])
    return mark_safe("".join(_decision_row(one, folder, marks, states) for one in decisions))


def _decision_row(
    decision: Decision, folder: str, marks: dict[str, str], states: dict[bool, SafeString]
) -> str:
    if decision.audience not in marks:
        told = audience_mark(decision) | {"url": PLACE}
        marks[decision.audience] = render_to_string("kernel/audience_mark.html", told)
    kind = record_type_of(decision)
    mark = marks[decision.audience].replace(PLACE, kind.url(decision) if kind else "")
    text, state = escape(_shortened(decision.text)), states[decision.newer is not None]  # type: ignore[attr-defined]
    return (
        f'<li><p class="register-code"><a href="{folder}{decision.code}/">{decision.code}</a></p>'
        f'<div><p class="register-text" lang="{decision.language}">{text}</p>'
        f'<p class="result-meta"><span>{day(decision.decided_on)}</span>{state}{mark}</p></div></li>'
    )


@register.simple_tag
def action_rows(actions: Iterable[Action], group: WorkingGroup, carried: Mapping[int, int]) -> SafeString:
    """The same for actions, with owner and hub; ``carried`` comes from ``queries.carried``."""
    folder, today = reverse("meetings:actions", args=[group.slug]), timezone.localdate()
    states: dict[tuple[str, bool], str] = {}
    return mark_safe("".join(_action_row(one, folder, today, carried[one.pk], states) for one in actions))


def _action_row(
    action: Action, folder: str, today: date, carried: int, states: dict[tuple[str, bool], str]
) -> str:
    stands = (action.state, _is_late(action, today))
    if stands not in states:
        states[stands] = action_state(action)
    text = escape(_shortened(action.text))
    told = "".join(f"<span>{one}</span>" for one in (_who(action), _when(action, carried)) if one)
    return (
        f'<li><p class="register-code"><a href="{folder}{action.code}/">{action.code}</a></p>'
        f'<div><p class="register-text" lang="{action.language}">{text}</p>'
        f'<p class="result-meta">{states[stands]}{told}</p></div></li>'
    )


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else Truncator(text).chars(LONGEST)


def _who(action: Action) -> str:
    owner = action.owner.name if action.owner else _("nobody yet")
    return escape(f"{owner}, {action.hub.name}" if action.hub else owner)


def _when(action: Action, carried: int) -> str:
    """What counts of an open one is until when and for how long; of another, when it was closed."""
    if action.closed_at:
        return day(action.closed_at)
    until = f"{_('until')} {day(action.due_on)}" if action.due_on else ""
    return "</span><span>".join(one for one in (until, through_meetings(carried)) if one)


@register.simple_tag
def action_state(action: Action) -> SafeString:
    """The state as a label; "overdue" follows from the date."""
    if action.state == ActionState.OPEN:
        late = _is_late(action, timezone.localdate())
        kind, text = ("is-stopped", pgettext("action", "overdue")) if late else ("is-third", None)
    else:
        kind, text = ("is-second" if action.state == ActionState.DONE else "", None)
    return format_html('<span class="label {}">{}</span>', kind, text or action.get_state_display())


def _is_late(action: Action, today: date) -> bool:
    return action.state == ActionState.OPEN and action.due_on is not None and action.due_on < today


@register.simple_tag
def passage_rows(passages: Iterable[Passage], group: WorkingGroup) -> SafeString:
    """Places in minutes; passages come from ``finding``, what was found is marked."""
    return mark_safe("".join(_passage_row(one, group) for one in passages))


def _passage_row(passage: Passage, group: WorkingGroup) -> str:
    meeting = passage.minutes.meeting
    page = reverse("meetings:minutes", args=[group.slug, meeting.pk]) + f"#passage-{passage.pk}"
    about = escape(passage.item.title) if passage.item else tagged(meeting.title)
    found = escape(passage.found).replace(BEGINS, "<mark>").replace(ENDS, "</mark>")  # type: ignore[attr-defined]
    return (
        f'<li><p class="result-meta">{day(meeting.held_on)}</p>'
        f'<div><p class="register-text"><a href="{page}" lang="{meeting.language}">{about}</a></p>'
        f'<p lang="{meeting.language}">{found}</p>'
        f'<p class="result-meta"><span>{tagged(meeting.title)}</span></p></div></li>'
    )


@register.filter
def through_meetings(number: int) -> str:
    """ "open for 3 meetings"; nothing where it was noted at the last one."""
    if not number:
        return ""
    return ngettext("open for %(count)s meeting", "open for %(count)s meetings", number) % {"count": number}


@register.simple_tag(takes_context=True)
def may_note(context: RequestContext, meeting: Meeting) -> bool:
    """Whether the reader notes decisions and actions; asked once for a page."""
    return bool(_once(meeting, "_may_note", lambda: _prepares(context, meeting)))


def _prepares(context: RequestContext, meeting: Meeting) -> bool:
    return rules.prepares_meetings(context["request"].user, meeting.group)


@register.simple_tag
def owners_at(meeting: Meeting) -> list[Any]:
    """Who can be asked to do something; read once for all forms of a page."""
    found: list[Any] = _once(meeting, "_owners", lambda: owners_in(meeting.group))
    return found


@register.simple_tag(takes_context=True)
def decisions_at(context: RequestContext, meeting: Meeting, item: Any = None) -> list[Decision]:
    """Those that the reader may see; of one item, or all. Read once for a page."""
    viewer = context["request"].viewer
    rows = _once(meeting, "_decisions", lambda: list(registers.decisions_of(viewer, meeting)))
    return [one for one in rows if not item or one.item_id == item.pk]


@register.simple_tag
def actions_at(meeting: Meeting, item: Any = None) -> list[Action]:
    """Of one item, or all. Read once for a page."""
    rows = _once(
        meeting, "_actions", lambda: list(registers.actions().filter(meeting=meeting).order_by("id"))
    )
    return [one for one in rows if not item or one.item_id == item.pk]


def _once(meeting: Meeting, name: str, read: Any) -> Any:
    if not hasattr(meeting, name):
        setattr(meeting, name, read())
    return getattr(meeting, name)


@register.filter
def short_day(value: date | None) -> str:
    """ "12/03/26", for a narrow column."""
    if value is None:
        return ""
    language = get_language() or DEFAULT
    words = format_date(value, "short", locale=DATE_LOCALES.get(language, language))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.inclusion_tag("meetings/registers/pages.html", takes_context=True)
def register_pages(context: RequestContext, group: WorkingGroup, here: str) -> dict[str, Any]:
    """The registers that the reader may open, the one that is open marked."""
    request: Any = context["request"]
    places = [("decisions", _("Decisions"), "meetings:decisions")]
    if rules.looks_in(request.viewer, group):
        places += [
            ("actions", _("Actions"), "meetings:actions"),
            ("attendance", _("Attendance"), "meetings:attendance"),
        ]
    places.append(("search", _("Search"), "meetings:search"))
    return {
        "pages": [
            {"label": label, "url": reverse(name, args=[group.slug]), "current": key == here}
            for key, label, name in places
        ]
    }
