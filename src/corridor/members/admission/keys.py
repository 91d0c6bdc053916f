"""Links for people without an account: made for one mail, found again by their digest."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from corridor.kernel.keys import digest_of, new_key

from .models import Application, Claim, FollowKey


def path_of(name: str, *args: object, language: str) -> str:
    """The address of a page within this site, in the language of whoever gets the mail."""
    with override(language):
        return reverse(name, args=args)


def address_of(name: str, *args: object, language: str) -> str:
    return str(settings.BASE_URL) + path_of(name, *args, language=language)


def follow_link(record: Application | Claim) -> str:
    """A new address of the page on which its sender follows this application or claim."""
    key = new_key()
    is_application = isinstance(record, Application)
    FollowKey.objects.create(digest=key.digest, **{"application" if is_application else "claim": record})
    name = "members:application-followed" if is_application else "members:claim-followed"
    return address_of(name, key.plain, language=record.language)


def key_behind(plain: str) -> FollowKey | None:
    return FollowKey.objects.filter(digest=digest_of(plain)).first()
