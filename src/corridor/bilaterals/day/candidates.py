"""Who else could meet somebody that waits in vain: in this slot or the next, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from corridor.bilaterals.enums import AskState, BilateralState, EntryKind
from corridor.bilaterals.models import Ask, Bilateral, BookedParty, Booking, Entry, Party, Profile, Slot
from corridor.events.enums import Presence, SessionKind
from corridor.events.models import Registration

from .booking import free_tables
from .models import Because

LEFT: Final = timedelta(minutes=8)  # so much of a slot must be left to begin in it
ORDER: Final = [Because.AGREED, Because.ASKED, Because.FREE]


@dataclass(frozen=True)
class Candidate:
    """``shared`` counts the topics that one looks for and the other offers."""

    profile: Profile
    slot: Slot
    because: Because
    shared: int
    is_abroad: bool

    @property
    def order(self) -> tuple[int, datetime, int, bool, int]:
        rank = ORDER.index(self.because)
        return (rank, self.slot.starts_at, -self.shared, not self.is_abroad, self.profile.pk)


def candidates(left: Profile, missed: Bilateral, at: datetime) -> list[Candidate]:
    """The best first; each once, as soon as they can."""
    found: dict[int, Candidate] = {}
    shared, because = topics_shared(left), _because(left)
    for slot in slots_soon(left, missed, at):
        for one in _free(left, missed, slot):
            reason = because.get(one.pk, Because.FREE)
            if one.pk not in found and (reason != Because.FREE or _may_be_asked(one, left)):
                abroad = one.registration.country_id != left.registration.country_id
                found[one.pk] = Candidate(one, slot, reason, shared.get(one.pk, 0), abroad)
    return sorted(found.values(), key=lambda one: one.order)


def slots_soon(left: Profile, missed: Bilateral, at: datetime) -> list[Slot]:
    """The one that runs, while enough of it is left, and the next; of these where ``left`` has time."""
    slots = Slot.objects.filter(bilaterals=left.bilaterals_id, ends_at__gt=at + LEFT)
    running = list(slots.filter(starts_at__lte=at))
    following = list(slots.filter(starts_at__gt=at)[:1])
    return [one for one in [*running, *following] if left.pk not in _busy(one, without=missed)]


def _busy(slot: Slot, *, without: Bilateral) -> set[int]:
    """Whose profile has a meeting, a workshop or no time then."""
    overlaps = Q(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at)
    booked = BookedParty.objects.filter(overlaps).exclude(booking__meeting=without)
    away = Profile.away.through.objects.filter(slot=slot)
    workshops = Registration.sessions.through.objects.filter(
        session__kind=SessionKind.WORKSHOP,
        session__starts_at__lt=slot.ends_at,
        session__ends_at__gt=slot.starts_at,
    )
    attending = Profile.objects.filter(registration__in=workshops.values("registration"))
    late = Profile.objects.filter(bilaterals=slot.bilaterals_id, late_until__gt=slot.starts_at)
    ids = (
        rows.values_list(name, flat=True)
        for rows, name in ((booked, "profile"), (away, "profile"), (attending, "pk"), (late, "pk"))
    )
    return {pk for each in ids for pk in each}


def _free(left: Profile, missed: Bilateral, slot: Slot) -> Iterable[Profile]:
    """Those who come, have time and are under their limit, and for whom a table is free."""
    own = missed.parties.values("profile")
    rows = Profile.objects.present().filter(bilaterals=left.bilaterals_id).exclude(pk__in=own)
    rows = rows.exclude(pk__in=_busy(slot, without=missed)).exclude(pk__in=_said_no(left))
    rows = rows.annotate(booked=Count("bookings")).filter(booked__lt=F("bilaterals__most_meetings"))
    tables = {is_online: _has_table(slot, missed, is_online=is_online) for is_online in (False, True)}
    for one in rows.select_related("registration__country", "registration__hub").order_by("pk"):
        if tables[is_online(left, one)]:
            yield one


def is_online(one: Profile, other: Profile) -> bool:
    """Whether two can only meet online."""
    return Presence.ONLINE in {one.registration.presence, other.registration.presence}


def _has_table(slot: Slot, missed: Bilateral, *, is_online: bool) -> bool:
    """The table of the meeting that was missed is free by then."""
    own = Booking.objects.filter(meeting=missed, slot=slot, table__is_online=is_online)
    return free_tables(slot, is_online=is_online).exists() or own.exists()


def _said_no(left: Profile) -> QuerySet[Profile]:
    """Whoever of two declined the other is not offered."""
    of_both = Ask.objects.filter(Q(by=left) | Q(to=left), state=AskState.DECLINED)
    return Profile.objects.filter(Q(pk__in=of_both.values("by")) | Q(pk__in=of_both.values("to")))


def _because(left: Profile) -> Mapping[int, Because]:
    asks = Ask.objects.filter(Q(by=left) | Q(to=left), state=AskState.SENT).values_list("by", "to")
    found = {pk: Because.ASKED for pair in asks for pk in pair}
    return found | dict.fromkeys(_agreed(left), Because.AGREED)


def _agreed(left: Profile) -> set[int]:
    """Whom somebody agreed to meet and did not: without a time, or in vain."""
    open_ones = Bilateral.objects.filter(parties__profile=left, state=BilateralState.AGREED, held_at=None)
    unheld = open_ones.filter(Q(booking=None) | Q(parties__came=False))
    others = Party.objects.filter(meeting__in=unheld.values("pk")).exclude(profile=left)
    return set(others.values_list("profile", flat=True))


def _may_be_asked(one: Profile, left: Profile) -> bool:
    """Where nobody asked before: they are in the house, are seen by others, and share a language."""
    registration = one.registration
    is_here = registration.checked_in_at is not None or registration.presence == Presence.ONLINE
    speak = not one.languages or not left.languages or bool({*one.languages} & {*left.languages})
    return is_here and registration.is_listed and speak


def topics_shared(left: Profile) -> Mapping[int, int]:
    """By profile, how many topics one of two looks for that the other offers."""
    entries = Entry.objects.filter(profile__bilaterals=left.bilaterals_id)
    wanted, offered = _topics(entries, EntryKind.REQUEST), _topics(entries, EntryKind.OFFER)
    return {
        pk: len(wanted[left.pk] & offered[pk]) + len(offered[left.pk] & wanted[pk])
        for pk in {*wanted, *offered} - {left.pk}
    }


def _topics(entries: QuerySet[Entry], kind: EntryKind) -> defaultdict[int, set[tuple[str, int]]]:
    found: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    for name in ("technologies", "sectors", "concepts"):
        pairs = entries.filter(kind=kind, **{f"{name}__isnull": False}).values_list("profile", name)
        for profile, topic in pairs:
            found[profile].add((name, topic))
    return found
