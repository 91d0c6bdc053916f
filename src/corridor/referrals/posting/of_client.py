"""The client's consent, changed on their private page."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from corridor.kernel import journal
from corridor.referrals.enums import ClientField
from corridor.referrals.models import Client, Need

from .locking import locked


def told_fields(client: Client) -> list[ClientField]:
    """Those of which anything is known."""
    return [field for field in ClientField if getattr(client, field.value)]


def change_consent(*, need: Need, fields: Collection[str]) -> Client:
    """At once: what is no longer agreed to is no longer shown to anybody who was asked."""
    with transaction.atomic():
        kept = locked(need)
        client: Client = Client.objects.select_for_update().get(need=kept)
        agreed = [field.value for field in told_fields(client) if field.value in fields]
        if agreed != client.consented:
            _consent(kept, client, agreed)
    return client


def _consent(need: Need, client: Client, agreed: list[str]) -> None:
    before = client.consented
    client.consented, client.consented_at, client.taken_by = agreed, timezone.now(), None
    client.consent = words_of_consent(agreed, need.language)
    client.save(update_fields=["consented", "consented_at", "consent", "taken_by"])
    after = {"consented": agreed}
    journal.record("change-consent", client, before={"consented": before}, after=after)


def words_of_consent(agreed: Collection[str], language: str) -> str:
    """What the client read when they agreed, in their language."""
    with override(language):
        names = ", ".join(str(ClientField(name).label) for name in agreed)
        if not names:
            return _("Hubs that are asked to help learn nothing about me.")
        return _("Hubs that are asked to help may learn: %(fields)s.") % {"fields": names}
