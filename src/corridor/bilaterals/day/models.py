"""Rows of the day itself; see the package."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.keys import DIGEST_LENGTH
from corridor.post import keys


class Because(models.TextChoices):
    """Why two who wait could meet, the strongest first."""

    AGREED = "agreed", _("you agreed to meet and have not met yet")
    ASKED = "asked", _("one of you asked for a meeting")
    FREE = "free", pgettext_lazy("why two could meet", "here and free")


class SecretAddress(models.Model):
    """Opens somebody's agenda as a calendar; without a ``profile``, the display board of the event. Its key
    is a signature over ``uid``, so that it can be shown again and is stored nowhere."""

    bilaterals = models.ForeignKey("bilaterals.Bilaterals", on_delete=models.CASCADE, related_name="+")
    profile = models.ForeignKey("bilaterals.Profile", null=True, on_delete=models.CASCADE, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile"], condition=Q(ended_at=None), name="secret_address_of_profile"
            ),
            models.UniqueConstraint(
                fields=["bilaterals"],
                condition=Q(ended_at=None, profile=None),
                name="secret_address_of_board",
            ),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"

    @property
    def key(self) -> str:
        return keys.key_of("bilaterals", self.uid)


class Replacement(models.Model):
    """Another meeting that was offered to somebody who waited in vain at the one that was ``missed``.
    ``taken`` is the meeting that it became."""

    missed = models.ForeignKey("bilaterals.Bilateral", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey("bilaterals.Profile", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("bilaterals.Profile", on_delete=models.CASCADE, related_name="+")
    slot = models.ForeignKey("bilaterals.Slot", on_delete=models.CASCADE, related_name="+")
    because = models.CharField(max_length=6, choices=Because.choices)
    offered_at = models.DateTimeField(default=timezone.now)
    taken = models.OneToOneField(
        "bilaterals.Bilateral", null=True, on_delete=models.SET_NULL, related_name="replaced"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(to=F("other")), name="replacement_is_another"),
            models.UniqueConstraint(
                fields=["missed", "to", "other", "slot"], name="replacement_offered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.other}"
