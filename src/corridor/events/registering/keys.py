"""Links of people without an account: made for one letter, found again by their digest."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from corridor.events.models import Registration, RegistrationKey
from corridor.kernel.keys import new_key


def own_link(registration: Registration) -> str:
    """A new address of the own page, in the reader's language, as a mail needs it."""
    key = new_key()
    RegistrationKey.objects.create(registration=registration, digest=key.digest)
    with override(registration.language):
        return str(settings.BASE_URL) + reverse("events:open-link", args=[key.plain])
