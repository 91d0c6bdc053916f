"""Parts of the pages of minutes: paragraphs, what changed in them, what came of an item."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape  # of plain text only; Django's also looks for lazy texts, at four times the cost
from typing import Any, Final

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from corridor.engines.merging import paragraphs_of
from corridor.kernel.journal.differences import compared as parts_of
from corridor.kernel.ui.templatetags.ui import day
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import MinutesState
from corridor.meetings.minutes.models import Minutes
from corridor.meetings.models import Meeting
from corridor.meetings.registers import queries as registers
from corridor.meetings.rules import looks_in

register = template.Library()

SAID: Final = ("year", "number", "text", "language")


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


# Made here and not in the template, which takes ten times as long: one meeting can lead to hundreds.


@register.simple_tag(takes_context=True)
def outcome_list(context: RequestContext, item: AgendaItem) -> SafeString:
    """Decisions that the reader may see, and actions for the group; read once for a page."""
    meeting: Meeting = context["meeting"]
    known: dict[int | None, list[str]] | None = getattr(meeting, "_outcomes", None)
    if known is None:
        known = {}
        for pk, row in _outcomes(context["request"].viewer, meeting):
            known.setdefault(pk, []).append(row)
        meeting._outcomes = known  # type: ignore[attr-defined] # noqa: SLF001
    rows = "".join(known.get(item.pk, ()))
    return mark_safe(f'<ul class="outcomes">{rows}</ul>' if rows else "")


def _outcomes(viewer: Any, meeting: Meeting) -> Iterable[tuple[int | None, str]]:
    """As plain values: a record for each would take most of the page's time."""
    kind = format_html('<span class="label is-second">{}</span>', pgettext("of a meeting", "decision"))
    folder = reverse("meetings:decisions", args=[meeting.group.slug])
    for item, *told in registers.decisions_of(viewer, meeting).values_list("item_id", *SAID):
        yield item, _outcome(kind, folder, "D", *told)
    if not looks_in(viewer, meeting.group):
        return
    kind, until = format_html('<span class="label">{}</span>', _("action")), escape(_("until"))
    folder = reverse("meetings:actions", args=[meeting.group.slug])
    to_do = registers.actions().filter(meeting=meeting).order_by("id")
    for item, who, due_on, *told in to_do.values_list("item_id", "owner__name", "due_on", *SAID):
        more = (escape(who or ""), due_on and f"{until} {day(due_on)}")
        yield item, _outcome(kind, folder, "A", *told) + _muted(more)


def _outcome(kind: str, folder: str, letter: str, year: int, number: int, text: str, language: str) -> str:
    said = f'<span lang="{language}">{escape(text)}</span>'
    code = f"{letter}-{year}-{number}"
    return f'<li><a class="code" href="{folder}{code}/">{code}</a> {kind} {said}'


def _muted(more: Iterable[str | None]) -> str:
    return "".join(f' <span class="muted">{one}</span>' for one in more if one)
