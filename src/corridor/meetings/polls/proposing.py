"""Slots that suit most hubs, with the reasons in a form that can be kept and told in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from corridor.engines import datepoll
from corridor.engines.datepoll import Away, Invitee, Start, Wanted, Why
from corridor.meetings.models import Meeting

from . import asked, daysoff
from .asked import Asked

SHOWN: Final = 10
TICKED: Final = 5  # as many as people answer without sighing
LONGEST_SEARCH: Final = timedelta(days=182)
HOLIDAY: Final = "holiday"


@dataclass(frozen=True)
class Wish:
    """The days it may be on, in ``zone``, how long it takes, and who is asked."""

    first: date
    last: date
    minutes: int
    zone: str
    people: tuple[Asked, ...]


@dataclass(frozen=True)
class Slot:
    """``reasons`` are kept with the slot (see ``reasons.sentences``), with the keys of ``Asked`` in them."""

    at: datetime
    minutes: int
    reasons: dict[str, Any]

    @property
    def ends_at(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Proposed:
    """``compared`` starts, of which the first slot is the best; ``conflict`` are people who all have to be
    there and cannot meet at all."""

    slots: Sequence[Slot]
    compared: int
    conflict: Sequence[Asked]


def propose(meeting: Meeting, wish: Wish) -> Proposed:
    wanted = wanted_for(meeting, wish)
    days = (wish.last - wish.first).days + 1
    found = datepoll.propose(wanted, most=SHOWN, a_day=-(-SHOWN // days))
    by_key = {one.key: one for one in wish.people}
    slots = [
        Slot(start.at, wish.minutes, reasons_of(start, wanted, by_key, rank=rank, compared=found.candidates))
        for rank, start in enumerate(found.starts, 1)
    ]
    return Proposed(slots, found.candidates, [by_key[key] for key in found.conflict])


def weigh(meeting: Meeting, wish: Wish, starts: Iterable[datetime]) -> dict[datetime, Slot]:
    """Slots that somebody chose themselves, with the same reasons."""
    wanted = wanted_for(meeting, wish)
    by_key = {one.key: one for one in wish.people}
    return {
        start.at: Slot(start.at, wish.minutes, reasons_of(start, wanted, by_key))
        for start in datepoll.weigh(wanted, list(starts))
    }


def wanted_for(meeting: Meeting, wish: Wish) -> Wanted:
    """The problem as the engine takes it; other meetings of the same group leave no room for this one."""
    zone = ZoneInfo(wish.zone)
    begin = datetime(wish.first.year, wish.first.month, wish.first.day, tzinfo=zone)
    ours = asked.fixed_between(begin, begin + LONGEST_SEARCH * 2).filter(group=meeting.group_id)
    return Wanted(
        asked.invitees_for(meeting, wish.people, wish.first, wish.last),
        wish.first,
        wish.last,
        wish.minutes,
        wish.zone,
        blocked=tuple(ours.exclude(pk=meeting.pk).values_list("starts_at", "ends_at")),
    )


def reasons_of(
    start: Start, wanted: Wanted, people: Mapping[str, Asked], *, rank: int = 0, compared: int = 0
) -> dict[str, Any]:
    """``rank`` and ``compared`` are 0 for a slot that was not proposed."""
    invitees = {one.key: one for one in wanted.invitees}
    away = [_away(one, people[one.key], invitees[one.key], start.at) for one in start.away]
    strained = [
        {"who": one.key, "minutes": one.minutes, "burden": invitees[one.key].burden} for one in start.strained
    ]
    return {
        "hubs": start.hubs,
        "of_hubs": len({one.hub for one in wanted.invitees} - {""}),
        "people": start.people,
        "of_people": len(wanted.invitees),
        "away": away,
        "strained": strained,
        "rank": rank,
        "compared": compared,
    }


def _away(away: Away, person: Asked, invitee: Invitee, at: datetime) -> dict[str, str]:
    """Of a day off, whether it is a public holiday, and whether one of the hub's country."""
    day = at.astimezone(ZoneInfo(invitee.zone)).date()
    if away.why != Why.DAY_OFF or day not in invitee.days_off:
        return {"who": away.key, "why": away.why.value.replace(" ", "-")}
    at_home = daysoff.days_off(person.country, daysoff.subdivision_of(person.region), day, day)
    return {"who": away.key, "why": HOLIDAY, "country": person.country if at_home else ""}


def with_keys(reasons: dict[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """The same reasons with other keys for the same people."""
    if not reasons:
        return {}
    moved = {
        name: [one | {"who": keys[one["who"]]} for one in reasons.get(name, ()) if one["who"] in keys]
        for name in ("away", "strained")
    }
    return reasons | moved
