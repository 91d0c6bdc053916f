"""Parts of the pages of minutes: paragraphs, what changed in them, what came of an item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from corridor.engines.merging import paragraphs_of
from corridor.kernel.journal.differences import compared as parts_of
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import MinutesState
from corridor.meetings.minutes.models import Minutes
from corridor.meetings.models import Meeting
from corridor.meetings.registers import queries as registers
from corridor.meetings.rules import looks_in

register = template.Library()


@dataclass(frozen=True)
class Outcome:
    """A decision or an action that an item led to."""

    code: str
    text: str
    language: str
    url: str
    is_decision: bool
    who: str = ""
    due_on: date | None = None


@register.simple_tag
def minutes_state(minutes: Minutes) -> SafeString:
    kind = {MinutesState.DRAFT: "is-third", MinutesState.APPROVED: "is-second"}.get(
        MinutesState(minutes.state), ""
    )
    return format_html('<span class="label {}">{}</span>', kind, minutes.get_state_display())


@register.simple_tag
def paragraphs(text: str) -> SafeString:
    return format_html_join("\n", "<p>{}</p>", ((one,) for one in paragraphs_of(text)))


@register.simple_tag
def compared(before: str, after: str) -> SafeString:
    """Word by word; what went and what came is said in words too, not by colour only."""
    shapes = {
        "same": "{}",
        "gone": '<del><span class="visually-hidden">{} </span>{}</del>',
        "new": '<ins><span class="visually-hidden">{} </span>{}</ins>',
    }
    words = {"gone": _("[removed:]"), "new": _("[added:]")}
    return format_html_join("", "{}", ((_part(one, words, shapes),) for one in parts_of(before, after)))


def _part(part: Any, words: dict[str, str], shapes: dict[str, str]) -> SafeString:
    said = [words[part.kind]] if part.kind in words else []
    return format_html(shapes[part.kind], *said, part.text)


@register.simple_tag(takes_context=True)
def outcomes_of(context: RequestContext, item: AgendaItem) -> list[Outcome]:
    """Decisions that the reader may see, and actions for the group; read once for a page."""
    meeting: Meeting = context["meeting"]
    known: dict[int | None, list[Outcome]] | None = getattr(meeting, "_outcomes", None)
    if known is None:
        known = {}
        for pk, outcome in _outcomes(context["request"].viewer, meeting):
            known.setdefault(pk, []).append(outcome)
        meeting._outcomes = known  # type: ignore[attr-defined] # noqa: SLF001
    return known.get(item.pk, [])


def _outcomes(viewer: Any, meeting: Meeting) -> Iterable[tuple[int | None, Outcome]]:
    slug = meeting.group.slug
    for decision in registers.decisions_of(viewer, meeting):
        url = reverse("meetings:decision", args=[slug, decision.code])
        yield (
            decision.item_id,
            Outcome(decision.code, decision.text, decision.language, url, is_decision=True),
        )
    if looks_in(viewer, meeting.group):
        for action in registers.actions().filter(meeting=meeting).order_by("id"):
            url = reverse("meetings:action", args=[slug, action.code])
            who = action.owner.name if action.owner else ""
            yield (
                action.item_id,
                Outcome(
                    action.code,
                    action.text,
                    action.language,
                    url,
                    is_decision=False,
                    who=who,
                    due_on=action.due_on,
                ),
            )
