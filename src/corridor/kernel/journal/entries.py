"""The journal's table and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models

from corridor.kernel.copying import copy_in

# By these names, and by names that end in them, secrets would come; they are dropped wherever they stand.
SECRET_FIELDS = frozenset(
    {
        *("password", "passphrase", "token", "secret", "key", "private_key", "api_key", "plain_key"),
        *("session", "session_key", "session_data", "cookie", "otp", "recovery_codes", "signature"),
    }
)
SECRET_ENDS = ("_password", "_passphrase", "_token", "_secret")


class JournalEntry(models.Model):
    """One act. ``by`` is empty for acts of the installation itself (command line, jobs)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=True
    )
    verb = models.SlugField(max_length=60)
    record_type = models.CharField(max_length=60)
    record_id = models.CharField(max_length=60)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["record_type", "record_id", "-id"], name="journal_by_record")]

    def __str__(self) -> str:
        return f"{self.verb} {self.record_type} {self.record_id}"


def record(
    verb: str,
    target: models.Model,
    *,
    by: Any = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> JournalEntry:
    """Write one entry inside the caller's transaction; secrets are dropped by name."""
    return JournalEntry.objects.create(
        by=by if by is not None and by.pk else None,
        verb=verb,
        record_type=target._meta.label_lower,  # noqa: SLF001 - Django's public-by-convention name
        record_id=str(target.pk),
        before=_without_secrets(before or {}),
        after=_without_secrets(after or {}),
    )


def record_many(
    verb: str,
    changes: Iterable[tuple[models.Model, dict[str, Any], dict[str, Any]]],
    *,
    by: Any = None,
) -> None:
    """One entry for each ``(target, before, after)``, written together."""
    copy_in(
        [
            JournalEntry(
                by=by if by is not None and by.pk else None,
                verb=verb,
                record_type=target._meta.label_lower,  # noqa: SLF001
                record_id=str(target.pk),
                before=_without_secrets(before),
                after=_without_secrets(after),
            )
            for target, before, after in changes
        ],
        numbered=False,
    )


def _without_secrets(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _inside(value) for name, value in values.items() if not _is_secret(name)}


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_secrets(value)
    if isinstance(value, list):
        return [_inside(one) for one in value]
    return value


def _is_secret(name: Any) -> bool:
    plain = str(name).casefold()
    return plain in SECRET_FIELDS or plain.endswith(SECRET_ENDS)
