"""Reads and doors: a door gives an event to whom it is open, and ``NotFound`` to all others."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.keys import digest_of
from corridor.members.groups.queries import group_at
from corridor.members.models import WorkingGroup

from . import rules
from .enums import EventState, Presence
from .models import Event, EventQuerySet, Registration, RegistrationKey, Session

LONGEST_ID = 18
HELD = "registrations"  # in the session: of each event, by its id, the digest of a key to a registration


def event_for_viewing(viewer: Viewer, group: str, slug: str) -> Event:
    return _one(Event.objects.visible_to(viewer), group__slug=group, slug=slug)


def event_for_organising(person: Any, group: str, slug: str) -> Event:
    event = _one(Event.objects.all(), group__slug=group, slug=slug)
    if not rules.organises(person, event.group):
        raise NotFound
    return event


def event_by_key(viewer: Viewer, key: str) -> Event:
    """By the id that journals and the page *who can see this* know."""
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_ID):
        raise NotFound
    return _one(Event.objects.visible_to(viewer), pk=key)


@dataclass
class Listed:
    """Events as a list shows them: the next first, then the last."""

    coming: list[Event] = field(default_factory=list)
    drafts: list[Event] = field(default_factory=list)
    past: list[Event] = field(default_factory=list)
    cancelled: list[Event] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.coming or self.drafts or self.past or self.cancelled)


def events_listed(viewer: Viewer, group: WorkingGroup) -> Listed:
    """One query, however many there are."""
    listed, now = Listed(), timezone.now()
    events = Event.objects.visible_to(viewer).filter(group=group).select_related("group", "country")
    for event in events:
        if event.state == EventState.CANCELLED:
            listed.cancelled.append(event)
        elif event.state == EventState.DRAFT:
            listed.drafts.append(event)
        elif event.is_over(now):
            listed.past.append(event)
        else:
            listed.coming.insert(0, event)
    return listed


def programme_of(event: Event) -> list[list[Session]]:
    """The sessions of each day, by the clocks there."""
    there = ZoneInfo(event.zone)
    sessions = event.sessions.select_related("room")
    days = groupby(sessions, lambda session: session.starts_at.astimezone(there).date())
    return [list(of_day) for _day, of_day in days]


def taken_on_site(event: Event) -> int:
    """How many places on site are given."""
    return Registration.objects.coming().filter(event=event, presence=Presence.ON_SITE).count()


def places_left(event: Event) -> int | None:
    """On site; None where there is room for all."""
    if event.capacity is None or not event.is_on_site:
        return None
    return max(event.capacity - taken_on_site(event), 0)


def group_for_organising(person: Any, slug: str) -> WorkingGroup:
    group = group_at(slug)
    if not rules.organises(person, group):
        raise NotFound
    return group


def registration_of_key(plain: str) -> Registration:
    """Whose link this is."""
    found = RegistrationKey.objects.filter(digest=digest_of(plain))
    if key := found.select_related("registration__event__group", "registration__person").first():
        return key.registration
    raise NotFound


def hold(request: HttpRequest, registration: Registration, plain: str) -> None:
    """From now on this browser is that of whoever the link was sent to, for this event only."""
    held = request.session.get(HELD, {})
    request.session[HELD] = held | {str(registration.event_id): digest_of(plain)}


def own_registration(request: Any, event: Event) -> Registration | None:
    """That of the person who is signed in, or whose link this browser opened."""
    if request.user.is_authenticated:
        mine = Registration.objects.active().filter(event=event, person=request.user)
        if found := mine.select_related("event__group", "person", "hub").first():
            return found
    digest = request.session.get(HELD, {}).get(str(event.pk))
    held = Registration.objects.filter(event=event, keys__digest=digest) if digest else None
    return held.select_related("event__group", "person", "hub").first() if held is not None else None


def own_registration_at(request: Any, group: str, slug: str) -> Registration:
    """The door of a participant's own pages: whoever has no part in the event finds nothing there."""
    event = _one(Event.objects.all(), group__slug=group, slug=slug)
    if registration := own_registration(request, event):
        return registration
    raise NotFound


def _one(events: EventQuerySet, **wanted: Any) -> Event:
    if event := events.select_related("group", "country").filter(**wanted).first():
        return event
    raise NotFound
