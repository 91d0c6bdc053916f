"""Who came: noted at the door, by several helpers at once, from the day before to the end of the event."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.events.enums import EventState, RegistrationState
from corridor.events.models import Event, Registration
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused


class HereAlready(Conflict):
    """``registration`` says since when, and who noted it."""

    text = gettext_lazy("This person is checked in already.")

    def __init__(self, registration: Registration) -> None:
        super().__init__()
        self.registration = registration


def opens_at(event: Event) -> datetime:
    """When the day before begins, where the event is."""
    there = ZoneInfo(event.zone)
    before = event.starts_at.astimezone(there).date() - timedelta(days=1)
    return datetime.combine(before, time(), there)


def is_open(event: Event, now: datetime) -> bool:
    return event.state == EventState.PUBLISHED and opens_at(event) <= now < event.ends_at


def check_in(*, by: Any, registration: Registration) -> Registration:
    """Once; whoever comes second is told since when."""
    with transaction.atomic():
        kept = _locked(registration)
        if kept.checked_in_at:
            raise HereAlready(kept)
        _check(kept, now := clock())
        _note(kept, now, by)
        journal.record("check-in", kept.event, by=by, after={"registration": kept.pk})
    return kept


def _check(registration: Registration, now: datetime) -> None:
    if not is_open(registration.event, now):
        raise Refused(_("Check-in is open from the day before the event to its end."))
    if registration.state != RegistrationState.REGISTERED:
        told = {"name": registration.name, "state": registration.get_state_display()}
        raise Refused(_("%(name)s cannot be checked in: %(state)s.") % told)


def undo_check_in(*, by: Any, registration: Registration) -> Registration:
    """It was somebody else, or a slip."""
    with transaction.atomic():
        kept = _locked(registration)
        if not kept.checked_in_at:
            raise Conflict(_("%(name)s is not checked in.") % {"name": kept.name})
        before = {"registration": kept.pk, "at": kept.checked_in_at.isoformat(), "by": kept.checked_in_by_id}
        _note(kept, None, None)
        journal.record("undo-check-in", kept.event, by=by, before=before)
    return kept


def _note(registration: Registration, at: datetime | None, by: Any) -> None:
    registration.checked_in_at, registration.checked_in_by = at, by
    registration.save(update_fields=["checked_in_at", "checked_in_by"])


def _locked(registration: Registration) -> Registration:
    """Without a join to who checked in: whoever waits for the lock would get the joined row as it was."""
    found = Registration.objects.select_for_update(of=("self",))
    return found.select_related("event__group").get(pk=registration.pk)
