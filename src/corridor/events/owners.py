"""Whose an event is: who reads what became of it, and what the journal's verbs say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.journal import Owned, register_journal_owner, register_verbs

from . import queries, rules
from .models import Event, EventMessage, Question, Registration, Room, Session

VERBS: Final = {
    "plan-event": _("Event planned"),
    "edit-event": _("Event changed"),
    "publish-event": _("Event published"),
    "cancel-event": _("Event cancelled"),
    "discard-event": _("Draft of an event deleted"),
}


def event_of_owner(person: Any, viewer: Viewer, key: str) -> Event:
    """For those who organise the group's events."""
    event = queries.event_by_key(viewer, key)
    if not rules.organises(person, event.group):
        raise NotFound
    return event


def _of_event(event: Event) -> Iterable[tuple[str, Iterable[int]]]:
    parts: tuple[Any, ...] = (EventMessage, Question, Registration, Room, Session)
    for model in parts:
        yield model._meta.label, model.objects.filter(event=event).values_list("pk", flat=True)  # noqa: SLF001


def register() -> None:
    register_verbs(VERBS)
    register_journal_owner(
        Owned(
            name="event",
            title=_("event"),
            door=event_of_owner,
            label=lambda event: best_text(event.title),
            page=lambda event: reverse("events:event", args=[event.group.slug, event.slug]),
            also=_of_event,
        )
    )
