"""Reads around one's own registration."""

from __future__ import annotations

from typing import Any

from corridor.events.enums import RegistrationState
from corridor.events.models import Registration
from corridor.members.models import Hub, Seat

from .forms import answer_in_words


def hubs_of(person: Any) -> list[Hub]:
    """In which somebody has a seat today."""
    seats = Seat.objects.current().filter(person=person)
    return list(Hub.objects.filter(pk__in=seats.values("hub")).order_by("name"))


def answers_of(registration: Registration) -> list[tuple[str, str]]:
    """Questions with what was answered, in words."""
    answers = registration.answers.select_related("question").order_by("question__number", "question_id")
    return [(str(one.question), answer_in_words(one.question, one.text)) for one in answers]


def ahead_of(registration: Registration) -> int:
    """How many move up before this one."""
    waiting = registration.event.registrations.filter(state=RegistrationState.WAITING)
    return waiting.filter(number__lt=registration.number).count()
