"""The figures of an event. Each is the number of its records, which organisers can open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from corridor.bilaterals.enums import AskState, BilateralState, OutcomeAt, OutcomeKind
from corridor.bilaterals.models import Ask, Bilaterals
from corridor.events.models import Event
from corridor.kernel.ui.templatetags.ui import number

from .records import FURTHEST, Record, records_of


@dataclass(frozen=True)
class Reference:
    """What was published of one public event of 151 people; the share a person has is two for each meeting
    that was held, over all people."""

    people: int = 151
    accepted: int = 73
    held: int = 55

    @property
    def per_person(self) -> float:
        return round(2 * self.held / self.people, 2)


REFERENCE: Final = Reference()


@dataclass(frozen=True)
class Figure:
    """``value`` in words of the page's language; ``name`` leads to its records, where it has some."""

    name: str
    title: str
    value: str
    reference: str = ""


@dataclass(frozen=True)
class Figures:
    """``records`` are the meetings that were agreed and not cancelled."""

    people: int
    asks: Sequence[Ask]
    records: Sequence[Record]

    @property
    def accepted(self) -> list[Ask]:
        return [one for one in self.asks if one.state == AskState.ACCEPTED]

    @property
    def held(self) -> list[Record]:
        return [one for one in self.records if one.is_held]

    @property
    def per_person(self) -> float | None:
        """Held meetings that one person had, on average."""
        return sum(len(one.people) for one in self.held) / self.people if self.people else None

    @property
    def cross_border(self) -> list[Record]:
        return [one for one in self.held if one.is_cross_border]

    @property
    def cross_border_share(self) -> float | None:
        return len(self.cross_border) / len(self.held) if self.held else None

    @property
    def new_contacts(self) -> list[Record]:
        return [one for one in self.held if one.is_new]

    @property
    def no_shows(self) -> list[Record]:
        return [one for one in self.records if one.has_no_show]

    def with_outcome(self, at: OutcomeAt, kind: OutcomeKind) -> list[Record]:
        return [one for one in self.records if one.furthest.get(at) == kind]


def figures_of(bilaterals: Bilaterals) -> Figures:
    asks = bilaterals.asks.select_related("by__registration", "to__registration").order_by("asked_at", "pk")
    standing = [one for one in records_of(bilaterals) if one.meeting.state == BilateralState.AGREED]
    return Figures(bilaterals.event.registrations.coming().count(), list(asks), standing)


def public_figures(event: Event) -> list[Figure]:
    """Totals alone, for everybody, once the event is over and somebody met."""
    found = Bilaterals.objects.select_related("event").filter(event=event).first()
    if found is None or not event.is_over():
        return []
    figures = figures_of(found)
    if not figures.held:
        return []
    return [*(one for one in listed(figures) if one.name != "no-shows"), *_came_of_them(figures)]


def _came_of_them(figures: Figures) -> list[Figure]:
    """Of each meeting what goes furthest, whenever it was said."""
    ends = [max(one.furthest.values(), key=FURTHEST.index) for one in figures.records if one.furthest]
    kinds = [kind for kind in OutcomeKind if kind != OutcomeKind.NOTHING]
    return [Figure("", str(kind.label), str(ends.count(kind))) for kind in kinds]


def listed(figures: Figures) -> list[Figure]:
    """The main ones, in the order in which they come about."""
    return [
        Figure("requested", _("Meetings asked for"), str(len(figures.asks))),
        Figure("accepted", _("Accepted"), str(len(figures.accepted)), str(REFERENCE.accepted)),
        Figure("held", pgettext("1:1 meetings", "Held"), str(len(figures.held)), str(REFERENCE.held)),
        Figure("people", _("People registered"), str(figures.people), str(REFERENCE.people)),
        Figure(
            *("per-person", _("Held meetings of one person")),
            *(ratio(figures.per_person), ratio(REFERENCE.per_person)),
        ),
        Figure("cross-border", _("Held across a border"), _with_share(figures)),
        Figure("new-contacts", _("First meetings of two sides"), str(len(figures.new_contacts))),
        Figure("no-shows", _("Meetings to which somebody did not come"), str(len(figures.no_shows))),
    ]


def ratio(value: float | None) -> str:
    return "–" if value is None else number(round(value, 2))


def _with_share(figures: Figures) -> str:
    share = figures.cross_border_share
    count = len(figures.cross_border)
    return str(count) if share is None else f"{count} ({number(round(100 * share))} %)"


@dataclass(frozen=True)
class OutcomeRow:
    """What came of meetings, by moments; each cell is a number and the name under which it opens."""

    kind: OutcomeKind
    cells: Sequence[tuple[int, str]]


def outcome_rows(figures: Figures) -> list[OutcomeRow]:
    return [OutcomeRow(kind, [_cell(figures, at, kind) for at in OutcomeAt]) for kind in OutcomeKind]


def _cell(figures: Figures, at: OutcomeAt, kind: OutcomeKind) -> tuple[int, str]:
    return len(figures.with_outcome(at, kind)), f"{at.value}_{kind.value}"
