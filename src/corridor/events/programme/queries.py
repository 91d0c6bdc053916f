"""The programme as pages show it, and doors to its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from django.db.models import Count

from corridor.events.models import Event, Question, RegistrationAnswer, Room, Session
from corridor.events.queries import event_for_organising
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.zones import Span, span

One = TypeVar("One", Room, Session, Question)


@dataclass(frozen=True)
class Timed:
    """A session and its hours in the event's zone."""

    session: Session
    hours: Span


@dataclass(frozen=True)
class Day:
    name: str
    sessions: list[Timed]


def part_for_organising(person: Any, group: str, slug: str, model: type[One], pk: int) -> One:
    event = event_for_organising(person, group, slug)
    if found := model.objects.filter(event=event, pk=pk).first():
        found.event = event
        return found
    raise NotFound


def days_of(event: Event) -> list[Day]:
    timed = [Timed(one, span(one.starts_at, one.ends_at, event.zone)) for one in _sessions(event)]
    return [Day(day, list(there)) for day, there in groupby(timed, key=lambda one: one.hours.day)]


def _sessions(event: Event) -> Iterable[Session]:
    return event.sessions.select_related("room")


def questions_of(event: Event) -> Iterable[Question]:
    return event.questions.all()


def answers_to(question: Question) -> int:
    return RegistrationAnswer.objects.filter(question=question).count()


def answered(event: Event) -> dict[int, int]:
    """How many answered each question."""
    answers = RegistrationAnswer.objects.filter(question__event=event)
    return dict(answers.order_by().values_list("question").annotate(Count("pk")))
