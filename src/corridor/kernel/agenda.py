"""What a group could talk about next: every room offers its matters here, and the next agenda writes itself.

A room registers a source in ``AppConfig.ready``. A source issues the same number of queries however many
matters it finds. It is asked on behalf of a moderator, so it offers only what a moderator of the group may
see. Titles and reasons are in the active language, which is that of the meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from babel.dates import format_date
from django.utils.translation import get_language

from .audience import Viewer
from .i18n.languages import DEFAULT
from .ui.templatetags.ui import DATE_LOCALES

NEXT: Final = timedelta(days=60)  # until the meeting after, where nobody knows when that is
SHOWN: Final = 6


@dataclass(frozen=True)
class Occasion:
    """The meeting that the agenda is for: of the group with the id ``group_id``, on the day ``on``; the one
    before was on ``since`` and the one after is expected on ``until``, where that is known."""

    group_id: int
    meeting_id: int
    on: date
    since: date | None = None
    until: date | None = None
    before_id: int | None = None
    series_id: int | None = None

    @property
    def horizon(self) -> date:
        """What falls due after this day is for the meeting after."""
        return self.until or self.on + NEXT

    @property
    def viewer(self) -> Viewer:
        """A moderator of the group, who is nothing else."""
        ours = frozenset({self.group_id})
        return Viewer(groups=ours, moderates=ours, takes_part=ours, in_network=True)


@dataclass(frozen=True)
class Matter:
    """One proposal for the agenda.

    ``key`` is unique within its source and stays the same as long as the matter is the same. ``why`` is the
    reason in one sentence that a person can check; ``url`` is where the matter is. ``minutes`` is how long it
    usually takes. ``kind`` is "information", "discussion" or "decision". Lower ``rank`` comes first;
    ``due`` is by when it should be dealt with. ``again`` is the origin of a matter of another source that
    this one repeats: where that is offered as well, the two become one.
    """

    key: str
    title: str
    why: str
    url: str
    minutes: int = 5
    kind: str = "discussion"
    rank: int = 50
    due: date | None = None
    speaker_id: int | None = None
    again: str = ""


Source = Callable[[Occasion], Iterable[Matter]]


class _Registered(NamedTuple):
    source: Source
    open_to_members: bool


_SOURCES: dict[str, _Registered] = {}


def register_agenda_source(name: str, source: Source, *, open_to_members: bool = False) -> None:
    """``name`` is unique, such as "meetings.actions"; a second registration replaces the first.
    ``open_to_members``: everybody in the group may read the reasons and follow the links, as moderators
    do."""
    _SOURCES[name] = _Registered(source, open_to_members)


def matters_for(occasion: Occasion) -> Sequence[tuple[str, Matter]]:
    """Everything that is offered, with its origin ("source:key"), the most urgent first."""
    found = {
        f"{name}:{matter.key}": matter for name, one in _SOURCES.items() for matter in one.source(occasion)
    }
    return sorted(_merged(found).items(), key=lambda one: (*_urgency(one[1]), one[1].title, one[0]))


def is_open_to_members(origin: str) -> bool:
    name = origin.partition(":")[0]
    return name in _SOURCES and _SOURCES[name].open_to_members


def shortened(
    matters: Sequence[Matter], rest: Callable[[int], Matter], at_most: int = SHOWN
) -> Sequence[Matter]:
    """So that an agenda stays short: beyond ``at_most``, ``rest(how_many)`` stands for all the others."""
    if len(matters) <= at_most:
        return matters
    return [*matters[: at_most - 1], rest(len(matters) - at_most + 1)]


def day_in_words(day: date | None) -> str:
    """ "3 March 2026", in the active language."""
    if day is None:
        return ""
    language = get_language() or DEFAULT
    return str(format_date(day, "long", locale=DATE_LOCALES.get(language, language)))


def _merged(found: dict[str, Matter]) -> dict[str, Matter]:
    """What repeats another lends it its reason and its urgency."""
    repeated = {origin: matter for origin, matter in found.items() if matter.again in found}
    kept = {origin: matter for origin, matter in found.items() if origin not in repeated}
    for matter in repeated.values():
        if other := kept.get(matter.again):
            rank = min(matter.rank, other.rank)
            kept[matter.again] = replace(other, why=f"{other.why} {matter.why}", rank=rank)
    return kept


def _urgency(matter: Matter) -> tuple[int, date]:
    return matter.rank, matter.due or date.max
