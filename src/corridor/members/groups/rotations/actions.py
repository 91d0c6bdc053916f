from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import CorridorError, Refused
from corridor.members.enums import TermBasis
from corridor.members.groups import letters
from corridor.members.groups.roles.actions import give_role
from corridor.members.groups.roles.queries import moderators_of
from corridor.members.models import Hub, WorkingGroup

from . import queries
from .dates import term_of_turn
from .models import Rotation, RotationTurn

log = logging.getLogger(__name__)


def plan_rotation(
    *, by: Any, group: WorkingGroup, role: str, starts_on: date, months: int, order: Sequence[Any]
) -> Rotation:
    """``order`` names people and hubs; each of them comes as often as it is named."""
    if not order:
        raise Refused(_("Name at least one person or hub."))
    try:
        with transaction.atomic():
            rotation = Rotation.objects.create(group=group, role=role, starts_on=starts_on, months=months)
            for position, who in enumerate(order):
                kind = "hub" if isinstance(who, Hub) else "person"
                RotationTurn.objects.create(rotation=rotation, position=position, **{kind: who})
            told = {"role": role, "starts_on": starts_on.isoformat(), "months": months, "turns": len(order)}
            journal.record("plan-rotation", rotation, by=by, after=told)
    except IntegrityError as error:
        raise Refused(_("This role already passes on by rotation. Stop that rotation first.")) from error
    return rotation


def stop_rotation(*, by: Any, rotation: Rotation) -> Rotation:
    """No further turn begins; roles that were given stay until their last day."""
    with transaction.atomic():
        rotation.stopped_at = timezone.now()
        rotation.save(update_fields=["stopped_at"])
        journal.record("stop-rotation", rotation, by=by)
    return rotation


def make_turns(today: date | None = None) -> int:
    """Give the role to those whose turn it is. Run twice, nobody has it twice."""
    day = today or timezone.localdate()
    running = Rotation.objects.filter(stopped_at=None, starts_on__lte=day)
    return sum(_make_turn(rotation, day) for rotation in running)


def _make_turn(rotation: Rotation, day: date) -> bool:
    """A turn that cannot be given is tried again every night; meanwhile the moderators see it."""
    try:
        with transaction.atomic():
            locked = Rotation.objects.select_for_update().get(pk=rotation.pk)
            turn = _due(locked, day)
            return turn is not None and _give(locked, turn)
    except CorridorError as error:
        log.warning("The turn of rotation %s cannot be given: %s", rotation.pk, error.code)
        return False


def _due(rotation: Rotation, day: date) -> RotationTurn | None:
    for turn in rotation.turns.select_related("person", "hub"):
        since, until = term_of_turn(rotation.starts_on, rotation.months, turn.position)
        if since <= day <= until:
            return turn if turn.given_id is None else None
    return None


def _give(rotation: Rotation, turn: RotationTurn) -> bool:
    person = queries.acting_for(turn.hub) if turn.hub else turn.person
    if person is None or person.erased_at:
        return False
    before = moderators_of(rotation.group_id)
    since, until = term_of_turn(rotation.starts_on, rotation.months, turn.position)
    turn.given = give_role(
        by=None,
        group=rotation.group,
        person=person,
        role=rotation.role,
        since=since,
        until=until,
        basis=TermBasis.ROTATION,
        tells=False,
    )
    turn.save(update_fields=["given"])
    people = {one.pk: one for one in (*before, person)}
    letters.tell(
        people.values(),
        "rotation-turn",
        group=rotation.group,
        key=f"rotation-turn:{turn.pk}",
        page=("members:group-people", rotation.group.slug),
        holder=person.name,
        role=turn.given.get_role_display,
        since=since,
        until=until,
    )
    return True
