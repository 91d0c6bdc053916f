from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from corridor.kernel.keys import digest_of

from .models import ApiToken


def tokens_of(person: Any) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(person=person)  # type: ignore[no-any-return]


def token_for(key: str) -> ApiToken | None:
    """The usable token to which this key belongs, with its person."""
    return ApiToken.objects.usable().select_related("person").filter(digest=digest_of(key)).first()  # type: ignore[no-any-return]
