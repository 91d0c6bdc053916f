"""Reads: who somebody is."""

from __future__ import annotations

from .models import Person


def person_by_email(email: str) -> Person | None:
    """The account with this address, in any case of letters."""
    return Person.objects.filter(email__iexact=email.strip(), erased_at=None).first()
