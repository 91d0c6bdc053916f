"""What somebody says of themselves when they register, and how a registration keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone

from corridor.events.models import Registration, RegistrationAnswer


@dataclass(frozen=True)
class Said:
    """``columns`` are values of the registration's own; ``consent`` the words that were agreed to, empty for
    nothing; ``sessions`` are ids, ``answers`` texts by the id of their question."""

    columns: Mapping[str, Any]
    consent: str = ""
    sessions: frozenset[int] = frozenset()
    answers: Mapping[int, str] = field(default_factory=dict)

    def with_columns(self, **more: Any) -> Said:
        return replace(self, columns={**self.columns, **more})


def keep(registration: Registration, said: Said) -> None:
    """Write all of it; the row itself is saved."""
    for name, value in said.columns.items():
        setattr(registration, name, value)
    if said.consent != registration.consent:
        registration.is_listed = bool(said.consent)
        registration.consent = said.consent
        registration.consented_at = timezone.now() if said.consent else None
    registration.save()
    registration.sessions.set(said.sessions)
    registration.answers.all().delete()
    RegistrationAnswer.objects.bulk_create(
        RegistrationAnswer(registration=registration, question_id=question, text=text)
        for question, text in said.answers.items()
        if text
    )
