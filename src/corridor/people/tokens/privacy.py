from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_personal

from .models import ApiToken

KEPT: Final = timedelta(days=180)


def export(person: Any) -> Iterable[Mapping[str, Any]]:
    shown = ("name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    return ApiToken.objects.filter(person=person).values(*shown)


def erase(person: Any) -> None:
    ApiToken.objects.filter(person=person).delete()


def expire() -> int:
    deleted, _by_table = ApiToken.objects.filter(expires_at__lt=timezone.now() - KEPT).delete()
    return int(deleted)


def register() -> None:
    register_personal(
        Personal(
            model="people.ApiToken",
            columns={
                "person": _("whose programs these are"),
                "name": _("what the owner calls it"),
                "last_used_at": _("so that the owner notices keys that nobody needs, or that somebody stole"),
            },
            basis="contract",
            kept=_("until 180 days after it has expired"),
            title=_("Keys for programs"),
            seen_by=_("only you"),
            export=export,
            erase=erase,
            expire=expire,
            keep_for=KEPT,
        )
    )
