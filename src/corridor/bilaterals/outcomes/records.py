"""The meetings of an event with what the figures count of them, read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db.models import Prefetch, Q, QuerySet

from corridor.bilaterals.enums import OutcomeAt, OutcomeKind
from corridor.bilaterals.models import Bilateral, Bilaterals, Outcome, Party
from corridor.events.models import Registration

Side = tuple[str, object]  # a hub, an organisation, or somebody of neither
Pair = frozenset[Side]
FURTHEST: list[str] = list(OutcomeKind.values)


@dataclass(frozen=True)
class Record:
    """``furthest`` is by moment what came of it, where its sides differ the one that goes further."""

    meeting: Bilateral
    people: Sequence[Registration]
    is_cross_border: bool
    is_new: bool
    furthest: Mapping[str, str]
    outcomes: Sequence[Outcome]

    @property
    def is_held(self) -> bool:
        return self.meeting.held_at is not None

    @property
    def has_no_show(self) -> bool:
        return any(one.came is False for one in self.meeting.parties.all())


def records_of(bilaterals: Bilaterals) -> list[Record]:
    """All meetings that were agreed, in the order of their agreement, with a constant number of queries."""
    parties = Party.objects.select_related("profile__registration__hub", "profile__registration__country")
    outcomes = Outcome.objects.select_related("profile__registration").order_by("said_at", "pk")
    rows = bilaterals.meetings.select_related("booking__table__room", "ask").prefetch_related(
        Prefetch("parties", parties.order_by("pk")), Prefetch("outcomes", outcomes)
    )
    meetings = list(rows.order_by("agreed_at", "pk"))
    known = _known_before(bilaterals)
    return [_record(one, known) for one in meetings]


def _record(meeting: Bilateral, known: Mapping[Pair, tuple[datetime, int]]) -> Record:
    people = [one.profile.registration for one in meeting.parties.all()]
    countries = {code for one in people if (code := country_of(one))}
    outcomes = list(meeting.outcomes.all())
    own = (meeting.agreed_at, meeting.pk)
    return Record(
        meeting,
        people,
        is_cross_border=len(countries) > 1,
        is_new=any(known.get(pair, own) >= own for pair in pairs_of(people)),
        furthest=_furthest(outcomes),
        outcomes=outcomes,
    )


def country_of(registration: Registration) -> str:
    """Their own, else their hub's; empty where neither is known."""
    hub = registration.hub.country_id if registration.hub else ""
    return str(registration.country_id or hub)


def side_of(registration: Registration) -> Side:
    """For whom somebody meets others."""
    if registration.hub_id:
        return ("hub", registration.hub_id)
    name = registration.organisation.strip().casefold()
    return ("organisation", name) if name else ("person", registration.email.casefold())


def pairs_of(people: Iterable[Registration]) -> list[Pair]:
    sides = {side_of(one) for one in people}
    return [frozenset(pair) for pair in combinations(sides, 2)]


def _known_before(bilaterals: Bilaterals) -> Mapping[Pair, tuple[datetime, int]]:
    """When two sides first agreed to a meeting that was held, here or at any other event."""
    earliest: dict[Pair, tuple[datetime, int]] = {}
    people: dict[tuple[datetime, int], list[Registration]] = {}
    for party in _held_parties(bilaterals):
        when = (party.meeting.agreed_at, party.meeting_id)
        people.setdefault(when, []).append(party.profile.registration)
    for when in sorted(people):
        for pair in pairs_of(people[when]):
            earliest.setdefault(pair, when)
    return earliest


def _held_parties(bilaterals: Bilaterals) -> QuerySet[Party]:
    """Of everybody who comes for the same hubs and organisations as those of this event."""
    here = Registration.objects.filter(event=bilaterals.event)
    whose = Q(profile__registration__hub__in=here.exclude(hub=None).values("hub"))
    whose |= Q(profile__registration__organisation__in=here.exclude(organisation="").values("organisation"))
    whose |= Q(meeting__bilaterals=bilaterals)
    held = Party.objects.filter(whose, meeting__held_at__isnull=False)
    return held.select_related("meeting", "profile__registration")


def _furthest(outcomes: Iterable[Outcome]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in outcomes:
        before = found.get(one.at, one.kind)
        found[one.at] = max(before, one.kind, key=FURTHEST.index)
    return {at: found[at] for at in OutcomeAt.values if at in found}
