"""The link in the mail that also carries a code: signed, for a quarter of an hour, and for one sign-in.

It works in any browser, since people ask at one device and read mail at another. It dies with the next
sign-in, a new passphrase or address, and "end all sessions", because it carries a mark of all these.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

from corridor.kernel.keys import digest_of
from corridor.people.models import Person

SALT: Final = "corridor.people.sign-in-link"
LASTS: Final = 15 * 60


def link_for(person: Person, target: str = "") -> str:
    token = signing.dumps([person.pk, _mark(person)], salt=SALT)
    path = reverse("people:sign-in-by-link", args=[token])
    query = f"?{urlencode({'next': target})}" if target else ""
    return f"{settings.BASE_URL}{path}{query}"


def person_of(token: str) -> Person | None:
    """Whom the link signs in; nobody where it is wrong, too old or used."""
    try:
        pk, mark = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if person is None or not constant_time_compare(mark, _mark(person)) or cache.get(_used(token)):
        return None
    return person


def use(token: str) -> bool:
    """False where somebody else was quicker."""
    return bool(cache.add(_used(token), True, LASTS))


def _mark(person: Person) -> str:
    value = "|".join(map(str, (person.password, person.session_stamp, person.last_login, person.email)))
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:32]


def _used(token: str) -> str:
    return f"sign-in-link:{digest_of(token)}"
