from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from corridor.kernel.http.holders import Holder
from corridor.kernel.keys import digest_of
from corridor.people.errors import SecondFactorNeeded
from corridor.people.second_factor.rules import lacks_second_factor

from .actions import note_use
from .models import ApiToken


def tokens_of(person: Any) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(person=person)


def token_for(key: str) -> ApiToken | None:
    """The usable token to which this key belongs, with its person."""
    return ApiToken.objects.usable().select_related("person").filter(digest=digest_of(key)).first()


def holder_of(key: str) -> Holder | None:
    """Whose key this is, if it opens anything; its use is noted."""
    token = token_for(key)
    if token is None:
        return None
    if lacks_second_factor(token.person):
        raise SecondFactorNeeded
    note_use(token, timezone.now())
    return Holder(token.person, token.scopes, token.hub_id)
