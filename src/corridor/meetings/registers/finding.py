"""Finding in all that a group has written down: decisions, actions and minutes, as far as the reader may see
them.

It is not part of the installation's search (``kernel.search``), which ranks by meaning what is written once
and read by many: minutes change with every line that is typed, for whom they are follows from where they
stand, and whoever looks for them knows a word that was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Final

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import Q

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
    code = searching.CODE.search(asked)
    if code:
        letter = code[0][0].upper()
        return Results(
            _decisions(group, viewer, asked)[0] if letter == "D" else (),
            _actions(group, viewer, asked)[0] if letter == "A" else (),
        )
    if not searching.words_of(clean_text(asked)):
        return Results()
    passages = _passages(group, viewer, asked)
    decisions, near_decisions = _decisions(group, viewer, asked)
    actions, near_actions = _actions(group, viewer, asked)
    exact = Results(decisions, actions, passages)
    return exact if exact.any else Results(near_decisions, near_actions, is_similar=True)


Pair = tuple[Sequence[Any], Sequence[Any]]  # what says the words, and what says similar ones


def _decisions(group: WorkingGroup, viewer: Viewer, asked: str) -> Pair:
    return _apart(queries.decisions_wanted(viewer, group, queries.Wanted(q=asked)))


def _actions(group: WorkingGroup, viewer: Viewer, asked: str) -> Pair:
    if not rules.looks_in(viewer, group):
        return (), ()
    return _apart(queries.actions_wanted(group, queries.Wanted(q=asked, state=queries.ALL)))


def _apart(found: queries.Found) -> Pair:
    rows = list(found.rows[:MOST])
    return ((), rows) if found.is_similar else (rows, ())


def _passages(group: WorkingGroup, viewer: Viewer, asked: str) -> list[Passage]:
    """Each with ``found``, the words around what was found. An item's title counts as said."""
    words = searching.words_of(clean_text(asked)[: searching.LONGEST])
    wanted = [SearchQuery(f"{word}:*", config="simple", search_type="raw") for word in words]
    minutes = Minutes.objects.visible_to(viewer).filter(meeting__group=group)
    rows = searching.with_words(Passage.objects.filter(minutes__in=minutes.values("pk")))
    rows = rows.annotate(titled=SearchVector("item__title", config="simple"))
    rows = rows.filter(*(Q(words=one) | Q(titled=one) for one in wanted))
    marked = SearchHeadline(
        "text", reduce(and_, wanted), config="simple", start_sel=BEGINS, stop_sel=ENDS, **AROUND
    )
    rows = rows.select_related("item", "minutes__meeting__group").annotate(found=marked)
    return list(rows.order_by("-minutes__meeting__held_on", "item__position", "pk")[:MOST])
