from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from corridor.kernel import journal
from corridor.kernel.keys import new_key

from .models import LONGEST, ApiToken

PREFIX: Final = "corridor_"
SHOWN: Final = len(PREFIX) + 5
NOTE_USE_EVERY: Final = timedelta(minutes=1)


def make_token(
    *, by: Any, name: str, scopes: Iterable[str], days: int, hub_id: int | None = None
) -> tuple[ApiToken, str]:
    """A token and the key itself, which nobody can read again afterwards."""
    key = new_key(PREFIX)
    now = timezone.now()
    with transaction.atomic():
        token = ApiToken.objects.create(
            person=by,
            name=name,
            prefix=key.plain[:SHOWN],
            digest=key.digest,
            scopes=sorted(set(scopes)),
            hub_id=hub_id,
            created_at=now,
            expires_at=now + min(timedelta(days=days), LONGEST),
        )
        journal.record("make-api-token", token, by=by, after=_told(token))
    return token, key.plain


def revoke_token(*, by: Any, token: ApiToken) -> ApiToken:
    """From the next request on the key opens nothing."""
    if token.revoked_at is None:
        with transaction.atomic():
            token.revoked_at = timezone.now()
            token.save(update_fields=["revoked_at"])
            journal.record("revoke-api-token", token, by=by)
    return token


def revoke_tokens(person: Any, *, by: Any = None, hub_id: int | None = None) -> int:
    """All of a person's tokens, or those that are bound to one hub; how many."""
    tokens = ApiToken.objects.filter(person=person, revoked_at=None)
    if hub_id is not None:
        tokens = tokens.filter(hub_id=hub_id)
    with transaction.atomic():
        found = list(tokens.select_for_update())
        for token in found:
            revoke_token(by=by, token=token)
    return len(found)


def note_use(token: ApiToken, at: datetime) -> None:
    """Once a minute is enough to see that somebody uses it."""
    if token.last_used_at is None or at - token.last_used_at >= NOTE_USE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _told(token: ApiToken) -> dict[str, Any]:
    return {"scopes": token.scopes, "hub": token.hub_id, "until": token.expires_at.isoformat()}
