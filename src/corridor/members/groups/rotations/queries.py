from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from corridor.kernel.errors import NotFound
from corridor.members.enums import SeatRole
from corridor.members.models import Hub, Seat, WorkingGroup

from .dates import term_of_turn
from .models import Rotation, RotationTurn

ACTS_FIRST = {SeatRole.DELEGATE: 0, SeatRole.EDITOR: 1, SeatRole.ALTERNATE: 2}


@dataclass(frozen=True)
class Planned:
    """A turn with its days; ``stands`` is "past", "now" or "coming"."""

    turn: RotationTurn
    since: date
    until: date
    stands: str


def rotations_of(group: WorkingGroup) -> list[tuple[Rotation, list[Planned]]]:
    """The rotations that run, each with its turns."""
    running = Rotation.objects.filter(group=group, stopped_at=None)
    return [(one, turns_of(one)) for one in running.prefetch_related("turns__person", "turns__hub")]


def turns_of(rotation: Rotation) -> list[Planned]:
    today = timezone.localdate()
    planned = []
    for turn in rotation.turns.all():
        since, until = term_of_turn(rotation.starts_on, rotation.months, turn.position)
        stands = "past" if until < today else "coming" if since > today else "now"
        planned.append(Planned(turn, since, until, stands))
    return planned


def rotation_in(group: WorkingGroup, pk: int) -> Rotation:
    found = Rotation.objects.filter(group=group, pk=pk, stopped_at=None).first()
    if found is None:
        raise NotFound
    return found


def acting_for(hub: Hub) -> Any:
    """Who takes a hub's turn: its delegate, else its editor, else its alternate; the longest there first."""
    seats = Seat.objects.current().filter(hub=hub, person__erased_at=None).select_related("person")
    found = sorted(seats, key=lambda seat: (ACTS_FIRST[SeatRole(seat.role)], seat.since, seat.pk))
    return found[0].person if found else None
