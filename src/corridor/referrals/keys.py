"""Links of the client, who has no account: made for one letter, found again by their digest."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from corridor.kernel.keys import new_key

from .models import ClientKey, Need


def client_link(need: Need) -> str:
    """A new address of the client's private page, in the client's language, as a mail needs it."""
    key = new_key()
    ClientKey.objects.create(need=need, digest=key.digest)
    with override(need.language):
        return str(settings.BASE_URL) + reverse("referrals:client-page", args=[key.plain])
