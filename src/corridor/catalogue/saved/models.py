from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 80
LONGEST_QUERY = 4000


class SavedSearch(models.Model):
    """``query`` as in the search page's address, cleaned; ``seen`` holds what it found so far, as
    ``service:12``. ``by_link``: it was paused from a mail, by unsubscribing."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    language = models.CharField(max_length=2)
    kinds = ArrayField(models.CharField(max_length=30))
    seen = ArrayField(models.CharField(max_length=40), default=list)
    paused = models.BooleanField(default=False)
    by_link = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    asked_on = models.DateField(null=True)  # by the daily round
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(paused=True) | models.Q(by_link=False), name="search_by_link_is_paused"
            ),
        ]

    def __str__(self) -> str:
        return self.name
