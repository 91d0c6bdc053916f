"""Writes: what is shown, to whom, and that it no longer is. The journal never holds a value."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from corridor.kernel import journal
from corridor.people.consent import give_consent, withdraw_consent

from .models import ContactDetail, purpose_of


def show_contact(*, by: Any, kind: str, value: str, audience: str, agreed_to: str) -> ContactDetail:
    """Keep a detail and show it to ``audience``; ``agreed_to`` are the words that the person saw."""
    with transaction.atomic():
        consent = give_consent(by=by, purpose=purpose_of(kind), text=agreed_to)
        old = ContactDetail.objects.select_for_update().filter(person=by, kind=kind).first()
        before = _told(old)
        contact = old or ContactDetail(person=by, kind=kind)
        contact.value, contact.audience, contact.consent = value, audience, consent
        contact.save()
        journal.record("show-contact", contact, by=by, before=before, after=_told(contact))
    return contact


def hide_contact(*, by: Any, contact: ContactDetail) -> None:
    """Take the consent back: from now on only the person sees the detail."""
    if contact.consent is not None:
        withdraw_consent(by=by, consent=contact.consent)


def remove_contact(*, by: Any, contact: ContactDetail) -> None:
    with transaction.atomic():
        hide_contact(by=by, contact=contact)
        journal.record("remove-contact", contact, by=by, before=_told(contact))
        contact.delete()


def _told(contact: ContactDetail | None) -> dict[str, str]:
    return {"kind": contact.kind, "audience": contact.audience} if contact else {}
