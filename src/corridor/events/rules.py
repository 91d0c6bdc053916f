"""Who may do what with a group's events: predicates about a person and a group, named like permissions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from corridor.members.enums import MODERATORS, GroupRoleName
from corridor.members.groups.rules import roles_in
from corridor.members.models import WorkingGroup

from .enums import EventState
from .models import Event


def organises(person: Any, group: WorkingGroup) -> bool:
    """Moderators, co-moderators and the support team."""
    return bool(roles_in(person, group) & {*MODERATORS, GroupRoleName.SUPPORT})


class Registering(StrEnum):
    """Whether somebody can register now, and if not, why."""

    NOT_YET = "not-yet"
    OPEN = "open"
    CLOSED = "closed"
    OFF = "off"


def registering(event: Event, now: datetime) -> Registering:
    """``now`` is the database's hour."""
    if event.state != EventState.PUBLISHED:
        return Registering.OFF
    if event.is_over(now) or (event.closes_at and event.closes_at <= now):
        return Registering.CLOSED
    return Registering.NOT_YET if event.opens_at and event.opens_at > now else Registering.OPEN


def takes_people(event: Event, now: datetime) -> bool:
    """Whether a place at it is still worth having, though registration may be closed."""
    return event.state == EventState.PUBLISHED and not event.is_over(now)
