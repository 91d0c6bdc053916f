from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Viewer
from corridor.meetings.enums import ItemKind, ItemState, Outcome


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(meeting__group__in=viewer.groups)

    def untouched(self) -> Self:
        """Of which nothing has come yet: no place in the minutes, no decision, action or vote."""
        return self.filter(passage=None, decisions=None, actions=None, votes=None)


class AgendaItem(models.Model):
    """One point of an agenda, in the meeting's language.

    ``origin`` is the key of the proposal it was made from (see ``kernel.agenda``), such as
    "meetings.actions:12"; of one meeting each is taken or set aside once. ``why`` is the proposal's reason as
    it was then, ``url`` where the matter itself is. ``minutes`` is the time given to it.
    """

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=300)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices, default=ItemKind.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=10, validators=[MaxValueValidator(480)]
    )
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    speaker_name = models.CharField(_("speaker"), max_length=200, blank=True)  # of somebody without account
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.ACCEPTED)
    origin = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=500, blank=True)
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=500, blank=True)  # why a suggestion was set aside, to who made it
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    began_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "origin"], condition=~Q(origin=""), name="agenda_origin_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaSending(models.Model):
    """The agenda as it went out by mail; ``digest`` is of what it said, so that the same never goes twice."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.at:%Y-%m-%d %H:%M}"
