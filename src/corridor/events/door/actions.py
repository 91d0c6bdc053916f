"""What organisers do for a participant: a place from the waiting list, the end of a registration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.events import signals
from corridor.events.actions import held
from corridor.events.codes import new_code
from corridor.events.enums import ACTIVE, Presence, RegistrationState
from corridor.events.models import Event, Registration
from corridor.events.queries import places_left
from corridor.events.registering import places
from corridor.events.rules import takes_people
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused
from corridor.people.models import Person

from . import letters

ENDED: Final = ("state", "number", "cancelled_at", "checked_in_at", "checked_in_by", "version")


class Full(Refused):
    text = gettext_lazy(
        "All places on site are taken. Cancel a registration first, or raise the number of places."
    )


@transaction.atomic
def promote(*, by: Any, registration: Registration) -> Registration:
    """Out of turn: whoever organises knows why."""
    event = held(registration.event)
    kept = _locked(registration)
    if kept.state != RegistrationState.WAITING:
        raise Conflict(_("%(name)s is not on the waiting list any more.") % {"name": kept.name})
    if not takes_people(event, clock()):
        raise Conflict(_("The event is not published, or over: there are no places to give."))
    if kept.presence == Presence.ON_SITE and places_left(event) == 0:
        raise Full
    places.move_up(event, kept, by=by)
    return kept


@transaction.atomic
def cancel_for(*, by: Any, registration: Registration, why: str = "") -> Registration:
    """For somebody; whoever waited longest takes the place."""
    event = held(registration.event)
    kept = _locked(registration)
    if kept.state not in ACTIVE:
        raise Conflict(_("%(name)s is not registered any more.") % {"name": kept.name})
    end(by, event, [kept], why)
    return kept


def end(by: Any, event: Event, people: list[Registration], why: str = "") -> None:
    """Registrations that are locked, of an event that is held."""
    now = clock()
    came = [one for one in people if one.is_coming]
    for one in people:
        one.state, one.number, one.cancelled_at = RegistrationState.CANCELLED, 0, now
        one.checked_in_at = one.checked_in_by = None
        one.version += 1
    Registration.objects.bulk_update(people, ENDED)
    told = {"registrations": [one.pk for one in people], "reason": why}
    journal.record("cancel-for-somebody", event, by=by, after=told)
    for one in people:
        signals.registration_cancelled.send(sender=Registration, registration=one)
    letters.tell_taken_off(event, people, came, why)
    places.promote(event)


def put_on_list(*, by: Any, event: Event, rows: Iterable[dict[str, Any]]) -> list[Registration]:
    """New registrations by columns, in their order: with a place while there is one, then on the waiting
    list. The event is locked. They are listed for nobody, since they have not consented."""
    free, number = places_left(event), places.last_number(event)
    made = []
    for values in rows:
        one = Registration(event=event, code=new_code(), zone=event.zone, **values)
        one.state = RegistrationState.REGISTERED
        if one.presence == Presence.ON_SITE and free is not None:
            one.state = RegistrationState.REGISTERED if free else RegistrationState.WAITING
            free = max(free - 1, 0)
        if one.state == RegistrationState.WAITING:
            one.number = number = number + 1
        made.append(one)
    _know_accounts(made)
    Registration.objects.bulk_create(made)
    journal.record("register-by-list", event, by=by, after={"registrations": [one.pk for one in made]})
    letters.tell_listed(event, made)
    return made


def _know_accounts(people: list[Registration]) -> None:
    """So that who has an account finds the event there too."""
    addresses = {one.email.casefold() for one in people}
    known = {one.email.casefold(): one for one in accounts_of(addresses)}
    for one in people:
        one.person = known.get(one.email.casefold())


def accounts_of(addresses: Iterable[str]) -> Iterable[Person]:
    """Addresses of accounts are in lower case."""
    return Person.objects.filter(email__in=list(addresses), is_active=True)


def _locked(registration: Registration) -> Registration:
    kept = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
    kept.event = registration.event
    return kept
