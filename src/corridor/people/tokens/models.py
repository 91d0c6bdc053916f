from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.keys import DIGEST_LENGTH

LONGEST: Final = timedelta(days=366)


class Scope(models.TextChoices):
    READ = "read", _("read what I may read")
    HUBS_WRITE = "hubs:write", _("change the profiles of hubs that I edit")
    SERVICES_WRITE = "services:write", _("write the services of hubs that I edit")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, at: datetime | None = None) -> ApiTokenQuerySet:
        """Neither revoked nor expired, of somebody who may sign in."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now(), person__is_active=True)


class ApiToken(models.Model):
    """One key. ``prefix`` is the beginning that its owner recognises it by; of the whole only the digest
    is kept. ``hub_id`` narrows what it may write to one hub, and lets it end with a seat there."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("what it is for"), max_length=120)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope.choices))
    hub_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + LONGEST), name="token_lasts_a_year_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and not self.has_expired

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]
