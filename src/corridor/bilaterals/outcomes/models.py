"""What came of meetings."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.enums import OutcomeAt, OutcomeKind


class Outcome(models.Model):
    """What one side said of a meeting, at the table or later."""

    meeting = models.ForeignKey("bilaterals.Bilateral", on_delete=models.CASCADE, related_name="outcomes")
    profile = models.ForeignKey("bilaterals.Profile", on_delete=models.CASCADE, related_name="+")
    at = models.CharField(max_length=10, choices=OutcomeAt.choices)
    kind = models.CharField(max_length=16, choices=OutcomeKind.choices)
    note = models.CharField(_("in your words"), max_length=1000, blank=True)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "profile", "at"], name="outcome_said_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.kind}"
