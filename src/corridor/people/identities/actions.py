from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from corridor.kernel import journal
from corridor.people.models import Person
from corridor.people.queries import person_by_email

from .cas import CasIdentity
from .queries import CAS


def person_of_cas(identity: CasIdentity) -> Person | None:
    """Who signed in there before, else who has this address, which is linked from now on."""
    known = SocialAccount.objects.filter(provider=CAS, uid=identity.uid).select_related("user").first()
    if known is not None:
        return known.user if known.user.is_active else None
    person = person_by_email(identity.email) if identity.email else None
    if person is None or not person.is_active:
        return None
    with transaction.atomic():
        SocialAccount.objects.create(user=person, provider=CAS, uid=identity.uid)
        journal.record("link-identity", person, by=person, after={"service": CAS})
    return person


def unlink(*, by: Any, pk: int) -> bool:
    """The account elsewhere no longer opens the one here. False where it was none of this person's."""
    with transaction.atomic():
        linked = SocialAccount.objects.filter(user_id=by.pk, pk=pk).first()
        if linked is None:
            return False
        journal.record("unlink-identity", by, by=by, before={"service": linked.provider})
        linked.delete()
    return True
