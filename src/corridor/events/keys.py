"""Links of people without an account: made for one letter, found again by their digest."""

from __future__ import annotations

from collections.abc import Collection

from corridor.kernel.keys import new_key
from corridor.post.keys import page

from .models import Registration, RegistrationKey

OWN_PAGE = "events:open-link"


def new_link(registration: Registration, name: str = OWN_PAGE, *more: str) -> str:
    """A new address that lets its reader in, in their language: the page ``name`` with a key and ``more``."""
    return new_links([registration], name, *more)[registration.pk]


def new_links(registrations: Collection[Registration], name: str = OWN_PAGE, *more: str) -> dict[int, str]:
    """By the ids of the registrations, in one statement."""
    keys = {one.pk: new_key() for one in registrations}
    RegistrationKey.objects.bulk_create(
        RegistrationKey(registration_id=pk, digest=key.digest) for pk, key in keys.items()
    )
    return {one.pk: page(name, one.language, keys[one.pk].plain, *more) for one in registrations}
