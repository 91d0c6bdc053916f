"""Reads for the pages about what we hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.kernel.errors import NotFound
from corridor.kernel.privacy import data_map
from corridor.people.models import Person

from .exporting import title_of
from .models import Consent
from .words import article_of, basis_in_words


@dataclass(frozen=True)
class Holding:
    """One table of the map, in the words of the privacy page."""

    title: str
    purposes: Sequence[str]
    basis: str
    article: str
    kept: str
    seen_by: str


def holdings() -> list[Holding]:
    """What is held, by table, as the rooms say; the account first."""
    tables = [table for table in data_map().values() if table.columns]
    tables.sort(key=lambda table: not table.model.startswith("people."))
    return [
        Holding(
            title=title_of(table),
            purposes=list(dict.fromkeys(str(purpose) for purpose in table.columns.values())),
            basis=basis_in_words(table.basis),
            article=article_of(table.basis),
            kept=str(table.kept),
            seen_by=str(table.seen_by),
        )
        for table in tables
    ]


def consents_of(person: Person) -> list[Consent]:
    """Those that stand first, the newest first among them."""
    return sorted(Consent.objects.of(person), key=lambda consent: consent.withdrawn_at is not None)


def consent_of(person: Person, pk: int) -> Consent:
    """The door to one consent; somebody else's is not there."""
    consent = Consent.objects.of(person).filter(pk=pk).first()
    if consent is None:
        raise NotFound
    return consent
