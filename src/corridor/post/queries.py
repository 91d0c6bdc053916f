"""Reads of this room."""

from __future__ import annotations

from typing import Any

from .enums import Obstacle
from .models import Notice, Suppression


def obstacle_of(person: Any) -> Suppression | None:
    """Why this person gets no mail, if that is so."""
    return (
        Suppression.objects.filter(address__iexact=person.email, lifted_at=None)
        .exclude(obstacle=Obstacle.UNSUBSCRIBED)
        .first()
    )


def unread_notices(person: Any) -> int:
    return Notice.objects.of(person).filter(read_at=None).count()
