"""The moment at which access moves: the successor's role begins, the leaver's ends, or neither does."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, CorridorError
from corridor.members.groups.roles.actions import end_role, give_role
from corridor.members.groups.roles.leading import keeps_a_moderator
from corridor.members.models import GroupRole

from .actions import tell_group
from .models import Handover

log = logging.getLogger(__name__)


def move_access(*, handover: Handover, by: Any = None) -> Handover:
    """In one transaction. Refused where the successor's role cannot begin; then nothing has changed."""
    with transaction.atomic(), keeps_a_moderator(handover.group_id):
        kept = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
        if not kept.is_open:
            raise Conflict(_("This handover is closed."))
        old = GroupRole.objects.select_related("person", "group").get(pk=kept.role_id)
        if not _has_it(kept, old):
            until = old.until if old.until and old.until >= timezone.localdate() else None
            give_role(by=by, group=old.group, person=kept.successor, role=old.role, until=until, tells=False)
        if old.ended_at is None:
            end_role(by=by, role=old, reason="handover", tells=False)
        kept.done_at, kept.trouble = timezone.now(), ""
        kept.save(update_fields=["done_at", "trouble"])
        journal.record("complete-handover", kept, by=by)
        tell_group(kept, "handover-done")
    return kept


def _has_it(handover: Handover, old: GroupRole) -> bool:
    held = GroupRole.objects.current().filter(person=handover.successor, group=old.group_id, role=old.role)
    return held.exists()


def move_due(today: date | None = None) -> int:
    """Make the handovers whose day has come. One that cannot be made says why, and is tried every night."""
    day = today or timezone.localdate()
    due = Handover.objects.filter(on_date__lte=day, done_at=None, cancelled_at=None)
    return sum(_move(handover) for handover in due.select_related("role__person", "successor", "group"))


def _move(handover: Handover) -> bool:
    try:
        move_access(handover=handover)
    except CorridorError as error:
        log.warning("Handover %s cannot be made: %s", handover.pk, error.code)
        Handover.objects.filter(pk=handover.pk).update(trouble=str(error.text))
        return False
    return True
