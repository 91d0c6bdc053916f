"""A group that has somebody to lead it keeps somebody to lead it, whoever changes what at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.errors import Refused
from corridor.members.enums import MODERATORS
from corridor.members.models import GroupRole, WorkingGroup


def is_led(group_id: int, on: date | None = None) -> bool:
    """Whether somebody moderates the group on a day, today by default; a co-moderator may all of it."""
    return GroupRole.objects.current(on).filter(group=group_id, role__in=MODERATORS).exists()


@contextmanager
def keeps_a_moderator(group_id: int, *days: date) -> Iterator[None]:
    """One change of roles in the group after the other; refused where it takes away the last one to lead
    today, or on one of ``days``."""
    watched = (timezone.localdate(), *days)
    with transaction.atomic():
        WorkingGroup.objects.select_for_update().get(pk=group_id)
        led = [day for day in watched if is_led(group_id, day)]
        yield
        if not all(is_led(group_id, day) for day in led):
            raise Refused(
                _("The group would have no moderator. Give the role to a successor from the same day first.")
            )
