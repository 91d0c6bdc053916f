"""A day with meetings that runs now: its first slot began ten minutes ago."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from corridor.bilaterals.models import Bilaterals, Profile, Slot, Table
from corridor.events.models import RegistrationKey
from corridor.kernel.keys import new_key
from corridor.post.models import Letter

from .making import new_bilaterals, new_event

AT = "/en/smart-connectivity/events/summit/"


def running_day(group: Any, slots: int = 4, tables: int = 2) -> Bilaterals:
    begins = timezone.now() - timedelta(minutes=70)
    event = new_event(group, starts_at=begins, ends_at=begins + timedelta(hours=6))
    return new_bilaterals(group, slots, tables, event)


def slot(day: Bilaterals, number: int) -> Slot:
    return day.slots.get(number=number)


def table(day: Bilaterals, number: int) -> Table:
    return day.tables.get(number=number)


def by_link(profile: Profile) -> Client:
    """A browser that opened the link in a letter; nobody is signed in."""
    key = new_key()
    RegistrationKey.objects.create(registration=profile.registration, digest=key.digest)
    client = Client()
    assert client.get(f"/en/agendas/{key.plain}/").headers["Location"] == f"{AT}me/agenda/"
    return client


def letters_to(profile: Profile, kind: str) -> list[Letter]:
    rows = Letter.objects.filter(to=profile.registration.email, kind=f"bilateral-{kind}")
    return list(rows.order_by("pk"))


def words_of(response: Any) -> str:
    return " ".join(response.content.decode().split())
