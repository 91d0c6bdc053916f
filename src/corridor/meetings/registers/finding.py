"""Finding in all that a group has written down: decisions, actions and minutes, as far as the reader may see
them.

It is not part of the installation's search (``kernel.search``), which ranks by meaning what is written once
and read by many: minutes change with every line that is typed, for whom they are follows from where they
stand, and whoever looks for them knows a word that was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import SearchHeadline, SearchVector
from django.db.models import Q, QuerySet

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import clean_text
from corridor.meetings import rules
from corridor.meetings.minutes.models import Minutes, Passage
from corridor.members.models import WorkingGroup

from . import queries, searching
from .models import Action, Decision

MOST: Final = 20  # of each kind; the registers themselves have all
BEGINS, ENDS = "\x02", "\x03"  # around what was found; nobody types these
AROUND: Final[dict[str, Any]] = {
    "max_words": 40,
    "min_words": 20,
    "max_fragments": 2,
    "fragment_delimiter": " … ",
}


@dataclass(frozen=True)
class Results:
    """``is_similar``: nothing says the words as they were written, these say something like them."""

    decisions: Sequence[Decision] = ()
    actions: Sequence[Action] = ()
    passages: Sequence[Passage] = ()
    is_similar: bool = False

    @property
    def any(self) -> bool:
        return bool(self.decisions or self.actions or self.passages)


def find_in(group: WorkingGroup, viewer: Viewer, asked: str) -> Results:
    """The newest first; a code finds what it names."""
    if code := searching.CODE.search(asked):
        named = code[0][0].upper()
        return Results(
            _exact(_decisions(group, viewer), asked) if named == "D" else (),
            _exact(_actions(group, viewer), asked) if named == "A" else (),
        )
    words = searching.words_of(clean_text(asked)[: searching.LONGEST])
    if not words:
        return Results()
    decisions, actions = _decisions(group, viewer), _actions(group, viewer)
    exact = Results(_exact(decisions, asked), _exact(actions, asked), _passages(group, viewer, words))
    return exact if exact.any else Results(_near(decisions, asked), _near(actions, asked), is_similar=True)


def _decisions(group: WorkingGroup, viewer: Viewer) -> QuerySet[Any]:
    return queries.decisions_wanted(viewer, group, queries.Wanted()).rows


def _actions(group: WorkingGroup, viewer: Viewer) -> QuerySet[Any]:
    """For the group."""
    rows = queries.for_a_list(queries.actions_wanted(group, queries.Wanted(state=queries.ALL)).rows)
    return rows if rules.looks_in(viewer, group) else rows.none()


def _exact(rows: QuerySet[Any], asked: str) -> list[Any]:
    return list(searching.found(searching.with_words(rows), asked)[:MOST])


def _near(rows: QuerySet[Any], asked: str) -> list[Any]:
    return list(searching.similar(rows, asked)[:MOST])


def _passages(group: WorkingGroup, viewer: Viewer, words: list[str]) -> list[Passage]:
    """Each with ``found``, the words around what was found. An item's title counts as said."""
    minutes = Minutes.objects.visible_to(viewer).filter(meeting__group=group)
    rows = searching.with_words(Passage.objects.filter(minutes__in=minutes.values("pk")))
    rows = rows.alias(titled=SearchVector("item__title", config="simple"))
    rows = rows.filter(*(Q(words=one) | Q(titled=one) for one in map(searching.beginning, words)))
    marked = SearchHeadline(
        "text", searching.saying(words), config="simple", start_sel=BEGINS, stop_sel=ENDS, **AROUND
    )
    rows = rows.select_related("item", "minutes__meeting__group").annotate(found=marked)
    return list(rows.order_by("-minutes__meeting__held_on", "item__position", "pk")[:MOST])
