"""Reads of the day: booked meetings with all that an agenda, a table plan and a board show of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max, Prefetch, QuerySet

from corridor.bilaterals.enums import BilateralState
from corridor.bilaterals.models import Bilateral, Bilaterals, BookedParty, Booking, Party, Profile
from corridor.events.enums import EventState, Presence, SessionKind
from corridor.events.models import Registration, Session
from corridor.kernel.errors import NotFound


def bookings(bilaterals: Bilaterals) -> QuerySet[Booking]:
    """With slots, tables and people, in the order of their hours. What was cancelled keeps its booking until
    the repaired schedule is published, and is not shown."""
    parties = BookedParty.objects.select_related(
        "profile__registration__country", "profile__registration__hub"
    )
    rows = Booking.objects.filter(
        meeting__bilaterals=bilaterals,
        meeting__bilaterals__event__state=EventState.PUBLISHED,
        meeting__state=BilateralState.AGREED,
    )
    return rows.select_related("meeting", "slot", "table__room").prefetch_related(
        Prefetch("parties", parties.order_by("pk"))
    )


def bookings_by_profile(profiles: Iterable[Profile], bilaterals: Bilaterals) -> Mapping[int, list[Booking]]:
    wanted = {one.pk for one in profiles}
    found: dict[int, list[Booking]] = defaultdict(list)
    for booking in bookings(bilaterals).filter(parties__profile__in=wanted).distinct():
        for party in booking.parties.all():
            if party.profile_id in wanted:
                found[party.profile_id].append(booking)
    return found


def with_meetings(bilaterals: Bilaterals) -> QuerySet[Profile]:
    """Everybody who still comes and has a meeting, by name."""
    booked = BookedParty.objects.filter(booking__in=bookings(bilaterals)).values("profile")
    rows = Profile.objects.present().filter(bilaterals=bilaterals, pk__in=booked)
    return rows.select_related("bilaterals__event__group", "registration__person", "registration__event")


def others_in(booking: Booking, profile: Profile) -> tuple[Registration, ...]:
    """Whom somebody meets."""
    rows = (party.profile for party in booking.parties.all() if party.profile_id != profile.pk)
    return tuple(one.registration for one in rows)


def sessions_by_registration(
    registrations: Iterable[Registration], bilaterals: Bilaterals
) -> Mapping[int, list[Session]]:
    """What each attends: everybody all but workshops, and of these the chosen ones."""
    everybody = list(bilaterals.event.sessions.select_related("room").exclude(kind=SessionKind.BILATERALS))
    chosen = Registration.sessions.through.objects.filter(session__event=bilaterals.event)
    pairs = set(chosen.values_list("registration_id", "session_id"))
    return {
        one.pk: [
            each for each in everybody if each.kind != SessionKind.WORKSHOP or (one.pk, each.pk) in pairs
        ]
        for one in registrations
        if one.is_coming
    }


def published_at(bilaterals: Bilaterals) -> datetime | None:
    """When a schedule was last published."""
    found: datetime | None = bilaterals.proposals.aggregate(last=Max("published_at"))["last"]
    return found


def zone_of(registration: Registration) -> str:
    """By which clock somebody comes: their own online, else that of the place."""
    is_online = registration.presence == Presence.ONLINE
    return str(registration.zone if is_online else registration.event.zone)


def meeting_of(profile: Profile, pk: int) -> Bilateral:
    """A meeting of somebody's own, with its booking."""
    rows = Bilateral.objects.filter(bilaterals=profile.bilaterals, parties__profile=profile)
    meeting = rows.select_related("bilaterals__event__group", "booking__table__room", "booking__slot").filter(
        pk=pk
    )
    if found := meeting.first():
        return found
    raise NotFound


def parties_of(meeting: Bilateral) -> list[Party]:
    rows = meeting.parties.select_related(
        "profile__registration__country", "profile__registration__hub", "profile__registration__person"
    )
    return list(rows.order_by("pk"))
