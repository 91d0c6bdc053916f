"""Giving and withdrawing consent: the words that were shown are kept, and both acts are journalled."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from corridor.kernel import journal
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.languages import DEFAULT

from .models import Person
from .privacy.models import Consent
from .signals import consent_withdrawn


def give_consent(*, by: Person, purpose: str, text: str, language: str = "") -> Consent:
    """Keep that ``by`` agreed to ``text``. Said twice it is one consent; other words take the old one's
    place. A form that is sent twice at once waits for itself."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by.pk)
        standing = Consent.objects.standing().filter(person=by, purpose=purpose).first()
        if standing and standing.text == text:
            return standing
        if standing:
            _withdraw(standing, by)
        consent = Consent.objects.create(
            person=by, purpose=purpose, text=text, language=language or get_language() or DEFAULT
        )
        journal.record("give-consent", consent, by=by, after={"purpose": purpose})
    return consent


def withdraw_consent(*, by: Person, consent: Consent) -> Consent:
    """From now on it does not stand; whoever relies on it hears so in the same transaction."""
    with transaction.atomic():
        kept = Consent.objects.select_for_update().filter(pk=consent.pk, person=by).first()
        if kept is None:
            raise NotFound
        if kept.withdrawn_at is None:
            _withdraw(kept, by)
            consent_withdrawn.send(sender=Consent, consent=kept)
    return kept


def _withdraw(consent: Consent, by: Person) -> None:
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    journal.record("withdraw-consent", consent, by=by, before={"purpose": consent.purpose})
