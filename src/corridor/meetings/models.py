from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Viewer, visible_filter
from corridor.kernel.i18n.fields import TextInLanguages, best_text
from corridor.members.models import WorkingGroup


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(visible_filter(viewer, group="group_id"))

    def past(self, today: date | None = None) -> Self:
        return self.filter(held_on__lt=today or timezone.localdate()).order_by("-held_on")

    def coming(self, today: date | None = None) -> Self:
        return self.filter(held_on__gte=today or timezone.localdate()).order_by("held_on")


class Meeting(models.Model):
    """A meeting of a working group on one day; the time of day is added with invitations."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="+")
    held_on = models.DateField(_("date"))
    title = TextInLanguages(_("title"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    note = TextInLanguages(_("public note"))
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.GROUP
    )

    revision = models.PositiveIntegerField(default=0)  # grows with each change, so that calendars follow
    changed_at = models.DateTimeField(auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return f"{self.held_on} {best_text(self.title)}"
