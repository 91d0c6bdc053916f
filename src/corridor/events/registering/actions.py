"""Registering, confirming by mail, changing and cancelling. Each holds the event first: places are given and
taken one after the other, whoever comes at once."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.events import rules, signals
from corridor.events.actions import held
from corridor.events.codes import new_code
from corridor.events.enums import ACTIVE, EventState, Presence, RegistrationState
from corridor.events.models import Event, Registration
from corridor.events.rules import Registering
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, NotFound, Refused

from . import letters
from .places import check_sessions, full_sessions, give_place, promote
from .said import Said, keep

HAS_TAKEN: Final = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def register(*, by: Any, event: Event, said: Said) -> Registration:
    """With an account: a place at once, or one on the waiting list. Whoever registered with the same address
    before they signed in finds that registration."""
    with transaction.atomic():
        kept = _open(event)
        known = _known(kept, by.email, by)
        if known and known.state in HAS_TAKEN:
            return _claimed(known, by)
        check_sessions(kept, said.sessions)
        registration = known or Registration(event=kept, code=new_code())
        registration.person, registration.email = by, by.email
        _begin_anew(registration)
        give_place(kept, registration)
        keep(registration, said)
        _note("register-for-event", registration, by=by)
        letters.send(registration, letters.of_place(registration))
    return registration


def _claimed(registration: Registration, person: Any) -> Registration:
    """One's own from before one had an account; mails to its address reached this person."""
    if registration.person_id is None:
        registration.person = person
        registration.save(update_fields=["person"])
        _note("claim-registration", registration, by=person)
    return registration


def apply(*, event: Event, email: str, said: Said) -> None:
    """Without an account: kept without a place until the link in the mail was used. Who is registered already
    gets a mail that says so; the page says the same to everybody."""
    with transaction.atomic():
        kept = _open(event)
        known = _known(kept, email)
        if known and known.state in HAS_TAKEN:
            letters.send(known, letters.KNOWN, key=f"{clock():%Y-%m-%dT%H}")
            return
        check_sessions(kept, said.sessions)
        registration = known or Registration(event=kept, email=email, code=new_code())
        registration.state = RegistrationState.UNCONFIRMED
        _begin_anew(registration)
        if known:  # an earlier link would confirm what somebody else has written since
            known.keys.all().delete()
        keep(registration, said)
        _note("apply-for-event", registration)
        letters.send(registration, letters.CONFIRM)


def _begin_anew(registration: Registration) -> None:
    registration.version += registration.pk is not None
    registration.registered_at, registration.cancelled_at = timezone.now(), None
    registration.promoted_at = registration.sent_revision = None


def confirm(*, registration: Registration) -> Registration:
    """The mail arrived where it should: now there is a place, or one on the waiting list. Said twice, it is
    done once."""
    with transaction.atomic():
        event = _open(registration.event)
        kept = _locked(registration, event)
        if kept.state != RegistrationState.UNCONFIRMED:
            return kept
        kept.sessions.remove(*full_sessions(event, [one.pk for one in kept.sessions.all()], kept))
        give_place(event, kept)
        kept.version += 1
        kept.save(update_fields=["state", "number", "version"])
        _note("confirm-registration", kept)
        letters.send(kept, letters.of_place(kept))
    return kept


def change(*, by: Any, registration: Registration, version: int, said: Said) -> Registration:
    """Until the event is over. Who goes online leaves their place to those who wait; who comes after all
    needs a place that is free."""
    with transaction.atomic():
        event = held(registration.event)
        kept = _locked(registration, event)
        if kept.version != version:
            raise Conflict
        if event.is_over(clock()):
            raise Conflict(_("This event is over."))
        check_sessions(event, said.sessions - {one.pk for one in kept.sessions.all()}, kept)
        was = kept.presence
        kept.version += 1
        keep(kept, said)
        if kept.presence != was and kept.state in HAS_TAKEN:
            _move(event, kept)
        _note("change-registration", kept, by=by)
    return kept


def _move(event: Event, kept: Registration) -> None:
    """Between on site and online."""
    had_place = kept.state == RegistrationState.REGISTERED
    kept.state = RegistrationState.UNCONFIRMED  # counts nowhere while it is looked for a place
    kept.save(update_fields=["state"])
    give_place(event, kept)
    if had_place and kept.state == RegistrationState.WAITING:
        raise Refused(_("All places on site are taken. You stay registered to take part online."))
    kept.save(update_fields=["state", "number"])
    letters.send(kept, letters.of_place(kept))
    if kept.presence == Presence.ONLINE:
        promote(event)


def cancel(*, by: Any, registration: Registration) -> Registration:
    """The place goes to whoever waits first."""
    with transaction.atomic():
        event = held(registration.event)
        kept = _locked(registration, event)
        if kept.state == RegistrationState.CANCELLED:
            return kept
        if event.is_over(clock()) or kept.checked_in_at:
            raise Conflict(_("This cannot be cancelled any more."))
        was = kept.state
        kept.state, kept.number, kept.cancelled_at = RegistrationState.CANCELLED, 0, timezone.now()
        kept.version += 1
        kept.save(update_fields=["state", "number", "cancelled_at", "version"])
        _note("cancel-registration", kept, by=by)
        signals.registration_cancelled.send(sender=Registration, registration=kept)
        if was in HAS_TAKEN:
            has_place = was == RegistrationState.REGISTERED
            letters.send(kept, letters.UNREGISTERED, has_place=has_place)
        promote(event)
    return kept


def note_change(event: Event) -> int:
    """Tell everybody who was told of an earlier revision, once; how many that were."""
    told = event.registrations.filter(state__in=HAS_TAKEN, sent_revision__lt=event.revision)
    rows = list(told.select_related("person"))
    kind = letters.CANCELLED if event.state == EventState.CANCELLED else letters.CHANGED
    for one in rows:
        one.event = event
        letters.send(one, kind)
    return len(rows)


def _open(event: Event) -> Event:
    """Held, and open for registration at this moment."""
    kept = held(event)
    if rules.registering(kept, clock()) != Registering.OPEN:
        raise Conflict(_("Registration is not open."))
    return kept


def _known(event: Event, email: str, person: Any = None) -> Registration | None:
    """What stands for this person or address already, or was cancelled: of one that stands the database would
    refuse a second, and with one that is revived calendars see one entry."""
    whose = Q(email__iexact=email, person=None) | Q(email__iexact=email, state__in=ACTIVE)
    rows = event.registrations.filter(whose | Q(person=person) if person else whose)
    found = list(rows.select_for_update(of=("self",)).select_related("person").order_by("-pk"))
    one = next((row for row in found if row.state in ACTIVE), found[0] if found else None)
    if one:
        one.event = event
    return one


def _locked(registration: Registration, event: Event) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    if (kept := rows.filter(pk=registration.pk, event=event).first()) is None:
        raise NotFound
    kept.event = event
    return kept


def _note(verb: str, registration: Registration, *, by: Any = None) -> None:
    """The journal keeps states and no words of the person."""
    after = {"event": registration.event_id, "state": registration.state, "presence": registration.presence}
    journal.record(verb, registration, by=by, after=after)
