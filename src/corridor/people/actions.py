"""Writes of this room: accounts, sessions and tokens."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.core.exceptions import ValidationError
from django.db import transaction

from corridor.kernel import journal
from corridor.kernel.errors import Refused

from .models import Person
from .privacy.actions import erase
from .tokens.actions import revoke_tokens

__all__ = ["end_sessions", "erase", "open_account", "revoke_tokens", "save_person", "set_passphrase"]


def open_account(
    *, email: str, name: str, language: str, time_zone: str = "Europe/Brussels", by: Any = None
) -> Person:
    """An account without a passphrase: its owner signs in by a code from an e-mail, or chooses one.

    There is no sign-up: who calls this has checked that the person belongs here and reads that address.
    """
    with transaction.atomic():
        try:
            person = Person.objects.create_user(email, name=name, language=language, time_zone=time_zone)
        except ValidationError as error:
            raise Refused("; ".join(error.messages)) from error
        journal.record("open-account", person, by=by, after={"language": language})
    return person


def end_sessions(person: Person, *, by: Any = None, but_key: str | None = None) -> None:
    """Sign this person out everywhere, but for the session ``but_key``.

    The page that asks while it is in that session calls ``sessions.keep`` afterwards.
    """
    with transaction.atomic():
        person.session_stamp = secrets.token_hex(16)
        person.save(update_fields=["session_stamp"])
        journal.record("end-sessions", person, by=by)
        if but_key:
            _carry_over(person, but_key)


def _carry_over(person: Person, key: str) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    if store.get(HASH_SESSION_KEY):
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.save()


def save_person(*, by: Any, person: Person, changed: Iterable[str]) -> Person:
    """Add or change an account. The journal says which fields changed, never a passphrase."""
    verb = "change-person" if person.pk else "add-person"
    before = Person.objects.filter(pk=person.pk).values(*_told(changed)).first() if person.pk else None
    with transaction.atomic():
        person.save()
        after = {name: getattr(person, name) for name in _told(changed)}
        journal.record(verb, person, by=by, before=before, after=after)
    return person


def set_passphrase(*, by: Any, person: Person, passphrase: str) -> Person:
    """A new passphrase; it ends every session of that person."""
    with transaction.atomic():
        person.set_password(passphrase)
        person.save(update_fields=["password"])
        journal.record("set-passphrase", person, by=by)
    return person


def _told(changed: Iterable[str]) -> list[str]:
    plain = {"email", "name", "language", "time_zone", "is_active", "is_staff", "is_superuser"}
    return sorted(plain & set(changed))
