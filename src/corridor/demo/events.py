"""Two events of the demo's group: one to come, with requests that wait for a schedule, and one that was, with
its schedule and what came of it.

Written as rows, so that nobody is told of them. Who asks whom follows from places in the list of people.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from corridor.bilaterals.enums import AskState
from corridor.bilaterals.models import Ask, Bilateral, Bilaterals, Party, Profile, Slot, Table
from corridor.events.enums import EventState
from corridor.events.models import Event, Question, Registration, Room, Session
from corridor.kernel.audience import Audience

from .events_held import hold_event
from .events_people import Guest, Guests, make_entries
from .meetings_stage import Stage
from .network import FOLDER

Due = Callable[[str], bool]
Raw = Mapping[str, Any]
ZONE: Final = "Europe/Brussels"
NOON: Final = "12:00"
MINUTES: Final = 20
OF_EVENT: Final = ("slug", "place", "address", "capacity", "title", "summary", "description")
OF_ROOM: Final = ("building", "tables", "capacity", "equipment", "is_online", "link")
OF_SESSION: Final = ("kind", "title", "speakers", "capacity")


def fill_in_events(stage: Stage, is_due: Due) -> int:
    """Make the events that were never made; returns how many."""
    read = tomllib.loads((FOLDER / "events.toml").read_text("utf-8"))
    due = [raw for raw in read["events"] if is_due(f"event:{raw['slug']}")]
    due = [raw for raw in due if not Event.objects.filter(group=stage.group, slug=raw["slug"]).exists()]
    for raw in due:
        made = _Making(stage, raw, read["visitors"])
        made.make()
        if raw["days"] < 0:
            hold_event(made.bilaterals, made.profiles)
    return len(due)


class _Making:
    """One event with all that is in it, in as few statements as there are tables."""

    def __init__(self, stage: Stage, raw: Raw, visitors: Sequence[Raw]) -> None:
        self.stage, self.raw, self.visitors = stage, raw, visitors

    @cached_property
    def day(self) -> datetime:
        """Midnight of the event, which is on a working day."""
        day = timezone.localdate() + timedelta(days=self.raw["days"])
        while day.weekday() > 4:  # noqa: PLR2004 - Friday
            day += timedelta(days=1)
        return datetime.combine(day, time(), ZoneInfo(ZONE))

    def at(self, clock: str) -> datetime:
        return datetime.combine(self.day.date(), time.fromisoformat(clock), ZoneInfo(ZONE))

    @cached_property
    def opened_at(self) -> datetime:
        return min(timezone.now(), self.day) - timedelta(days=40)

    def make(self) -> None:
        self.make_event()
        self.make_programme()
        self.make_bilaterals()
        guests = list(self.guests())
        Registration.objects.bulk_create(guest.registration for guest in guests)
        self.profiles = Profile.objects.bulk_create(self.profile(guest) for guest in guests)
        make_entries(self.profiles, guests)
        self.make_asks(guests)

    def make_event(self) -> None:
        self.event = Event.objects.create(
            **{name: self.raw[name] for name in OF_EVENT if name in self.raw},
            group=self.stage.group,
            state=EventState.PUBLISHED,
            audience=Audience.PUBLIC,
            zone=ZONE,
            starts_at=self.at(self.raw["from"]),
            ends_at=self.at(self.raw["to"]),
            published_at=self.opened_at,
            contact="moderators@network.example.org",
            is_fictional=True,
        )

    def make_programme(self) -> None:
        rooms = Room.objects.bulk_create(
            Room(event=self.event, name=one["name"], **{name: one[name] for name in OF_ROOM if name in one})
            for one in self.raw["rooms"]
        )
        self.rooms = {room.name: room for room in rooms}
        Session.objects.bulk_create(
            Session(
                event=self.event,
                room=self.rooms.get(one.get("room", "")),
                starts_at=self.at(one["from"]),
                ends_at=self.at(one["to"]),
                **{name: one[name] for name in OF_SESSION if name in one},
            )
            for one in self.raw["sessions"]
        )
        Question.objects.bulk_create(
            Question(event=self.event, number=number, **one)
            for number, one in enumerate(self.raw.get("questions", ()), 1)
        )

    def make_bilaterals(self) -> None:
        self.bilaterals = Bilaterals.objects.create(event=self.event, slot_minutes=MINUTES)
        Slot.objects.bulk_create(
            Slot(
                bilaterals=self.bilaterals,
                number=number,
                starts_at=self.at(clock),
                ends_at=self.at(clock) + timedelta(minutes=MINUTES),
                is_morning=clock < NOON,
            )
            for number, clock in enumerate(self.raw["slots"], 1)
        )
        rooms = [room for room in self.rooms.values() for _each in range(room.tables)]
        Table.objects.bulk_create(
            Table(
                bilaterals=self.bilaterals,
                room=room,
                number=number,
                is_online=room.is_online,
                link=room.link,
            )
            for number, room in enumerate(rooms, 1)
        )

    def guests(self) -> Guests:
        """As many from outside as there are, or half as many as members at an event that was."""
        seats = self.stage.editors[: self.raw["members"]]
        visitors = self.visitors if self.raw["days"] > 0 else self.visitors[: len(seats) // 2]
        return Guests(self.event, seats, visitors, self.opened_at + timedelta(days=3))

    def profile(self, guest: Guest) -> Profile:
        languages = list(dict.fromkeys([guest.registration.language, "en"]))
        return Profile(
            bilaterals=self.bilaterals,
            registration=guest.registration,
            headline=guest.offers[:200],
            languages=languages,
        )

    def make_asks(self, guests: Sequence[Guest]) -> None:
        """Seven of ten requests are accepted, one is declined, two wait; at a past event none does."""
        asks = Ask.objects.bulk_create(self.asks(guests))
        accepted = [one for one in asks if one.state == AskState.ACCEPTED]
        meetings = Bilateral.objects.bulk_create(
            Bilateral(bilaterals=self.bilaterals, ask=one, agreed_at=one.answered_at or one.asked_at)
            for one in accepted
        )
        Party.objects.bulk_create(
            Party(meeting=meeting, profile=profile)
            for meeting, one in zip(meetings, accepted, strict=True)
            for profile in (one.by, one.to)
        )

    def asks(self, guests: Sequence[Guest]) -> Iterator[Ask]:
        count = len(guests)
        for number, apart in ((n, apart) for apart in self.raw["asks"] for n in range(count)):
            by, to = number, (number + apart) % count
            at = guests[by].registration.registered_at + timedelta(days=1, hours=apart)
            state = self.state((number * 7 + apart) % 10)
            language = guests[by].registration.language
            with override(language):
                reason = _("I would like to hear more about “%(offer)s”.") % {"offer": guests[to].offers}
            yield Ask(
                bilaterals=self.bilaterals,
                by=self.profiles[by],
                to=self.profiles[to],
                state=state,
                reason=reason,
                language=language,
                asked_at=at,
                answered_at=None if state in (AskState.SENT, AskState.EXPIRED) else at + timedelta(hours=20),
            )

    def state(self, digit: int) -> AskState:
        if digit < 7:  # noqa: PLR2004 - seven of ten
            return AskState.ACCEPTED
        if digit == 7:  # noqa: PLR2004
            return AskState.DECLINED
        return AskState.SENT if self.raw["days"] > 0 else AskState.EXPIRED
