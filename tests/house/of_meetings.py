"""One of everything that meetings have addresses for. Each part of the room adds a function to ``PARTS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from corridor.meetings.documents.actions import add_document
from corridor.meetings.models import Meeting, Series
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person
from tests.house.of_agenda import of_agenda
from tests.house.of_invitations import of_invitations
from tests.house.of_minutes import of_minutes
from tests.house.of_polls import of_polls
from tests.house.of_registers import of_registers

BRUSSELS: Final = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Room:
    """What the parts build on: the group with its meeting that is still to come, and the cast by name."""

    group: WorkingGroup
    hub: Hub  # of Anna and Ben
    series: Series
    coming: Meeting
    people: Mapping[str, Person | None]


def of_meetings(group: WorkingGroup, hub: Hub, people: Mapping[str, Person | None]) -> dict[str, str]:
    series = Series.objects.create(group=group, slug="plenary", name={"en": "Plenary"}, audience="public")
    coming = coming_meeting(group, series)
    room = Room(group, hub, series, coming, people)
    slides = SimpleUploadedFile("slides.txt", b"Ports and fish farms.")
    document = add_document(by=people["dora"], meeting=coming, file=slides)
    values = {"series": series.slug, "coming": str(coming.pk), "document": str(document.pk)}
    for part in PARTS:
        values |= part(room)
    return values


def coming_meeting(group: WorkingGroup, series: Series | None = None, **fields: object) -> Meeting:
    """From 14:00 to 15:30 in Brussels, two weeks from now, for the group."""
    day = timezone.localdate() + timedelta(days=14)
    starts_at = datetime.combine(day, time(14), BRUSSELS)
    given = {
        "title": {"en": "Tests across borders"},
        "held_on": day,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "place": "Rue de la Loi 1, Brussels",
        "link": "https://meet.example.org/corridor",
    }
    return Meeting.objects.create(group=group, series=series, **(given | fields))


PARTS: tuple[Callable[[Room], dict[str, str]], ...] = (
    of_registers,
    of_agenda,
    of_invitations,
    of_minutes,
    of_polls,
)
