"""Writes of this room: accounts, made and changed by the operator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from corridor.kernel import journal

from .models import Person


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
