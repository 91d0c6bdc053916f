"""Erasing a person, for good, and deleting what has outlived its period."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction

from corridor.kernel import journal, privacy
from corridor.people.models import Person
from corridor.people.signals import person_erased

from . import ledger

log = logging.getLogger(__name__)


def erase(person: Person, *, by: Any = None) -> Person:
    """Forget everything in the data map about this person; minutes and journal keep their references.

    Sessions, keys, seats and roles end in the same transaction. Asked twice, it happens once.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.erased_at is None:
            _end_access(person, by)
            privacy.forget(person)
            journal.record("erase-person", person, by=by)
            person_erased.send(sender=Person, person=person)
            ledger.note(person.uid)
    return person


def _end_access(person: Person, by: Any) -> None:
    from corridor.people.actions import end_sessions, revoke_tokens

    end_sessions(person, by=by)
    revoke_tokens(person, by=by)


def erase_again() -> int:
    """Erase whoever is in the ledger and is a person here: after a restore, or after a commit that failed."""
    back = Person.objects.filter(uid__in=ledger.noted(), erased_at=None)
    erased = [erase(person) for person in back]
    if erased:
        log.warning("%s people who had been erased were erased again.", len(erased))
    return len(erased)


def export_own(*, by: Person) -> dict[str, list[dict[str, Any]]]:
    """Everything in the data map about the person who asks; the journal says that they asked."""
    with transaction.atomic():
        journal.record("export-own-data", by, by=by)
        return privacy.export_of(by)


def run_out() -> dict[str, int]:
    """Delete what has outlived its period, table by table."""
    with transaction.atomic():
        gone = privacy.run_out()
    if gone:
        log.info("Outlived its period: %s", ", ".join(f"{count} of {label}" for label, count in gone.items()))
    return gone
