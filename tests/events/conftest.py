from __future__ import annotations

from typing import Any

import pytest

from corridor.events.models import Event
from corridor.members.admission import guard
from corridor.post.models import Letter
from tests.bilaterals.making import new_event


@pytest.fixture
def event(group) -> Event:
    """In thirty days, from nine to five in Brussels."""
    return new_event(group)


@pytest.fixture
def summit(group) -> Event:
    """In thirty days from nine to five, with two places on site."""
    return new_event(group, address="Rue de la Loi 1", link="https://meet.example.org/summit", capacity=2)


@pytest.fixture
def patient(monkeypatch) -> None:
    """Whoever fills in a form takes their time."""
    monkeypatch.setattr(guard, "QUICKEST", -1)


@pytest.fixture
def mails(db) -> Any:
    """Kept in the outbox of the database, the oldest first."""
    return Letter.objects.order_by("pk")
