from __future__ import annotations

from django.db import models

LONGEST_TEXT = 200


class UnmetDemand(models.Model):
    """How often a search found nothing on one day. ``filters`` as in an address (``country=MT&price=free``);
    ``nearest`` is the concept or official term that comes closest, empty where none is near."""

    day = models.DateField()
    text = models.CharField(max_length=LONGEST_TEXT)  # casefolded, without accents
    language = models.CharField(max_length=2)
    filters = models.CharField(max_length=300, blank=True)
    nearest = models.CharField(max_length=120, blank=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-day", "-count", "text"]
        constraints = [
            models.UniqueConstraint(fields=["day", "text", "language", "filters"], name="unmet_once_a_day")
        ]

    def __str__(self) -> str:
        return self.text
