from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience, Viewer, visible_filter
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.meetings.enums import ActionState

LANGUAGE_CHOICES = list(LANGUAGES.items())


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(visible_filter(viewer, group="group_id"))


class Decision(models.Model):
    """What a group decided. ``code`` is how it is cited for ever: year and number within the group."""

    group = models.ForeignKey("members.WorkingGroup", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    meeting = models.ForeignKey(
        "meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    item = models.ForeignKey(
        "meetings.AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    vote = models.OneToOneField(
        "meetings.Vote", null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    text = models.TextField(pgettext_lazy("of a meeting", "decision"), max_length=4000)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default=DEFAULT)
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.GROUP
    )
    decided_on = models.DateField(_("decided on"))
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = pgettext_lazy("of a meeting", "decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["group", "year", "number"], name="decision_number_once"),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="decision_not_of_itself"),
        ]
        indexes = [GinIndex(SearchVector("text", config="simple"), name="decision_words")]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"

    @property
    def code(self) -> str:
        return f"D-{self.year}-{self.number}"


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(group__in=viewer.groups)


class Action(models.Model):
    """Something that somebody does until a day. Carried from meeting to meeting until it is closed."""

    group = models.ForeignKey("members.WorkingGroup", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    meeting = models.ForeignKey(
        "meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    item = models.ForeignKey(
        "meetings.AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    text = models.TextField(_("action"), max_length=2000)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default=DEFAULT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )
    hub = models.ForeignKey(  # for which the owner does it
        "members.Hub", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=ActionState.choices, default=ActionState.OPEN)
    noted_on = models.DateField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_note = models.CharField(_("what became of it"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.UniqueConstraint(fields=["group", "year", "number"], name="action_number_once"),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, closed_at=None)
                | (~Q(state=ActionState.OPEN) & Q(closed_at__isnull=False)),
                name="action_closed_when",
            ),
        ]
        indexes = [GinIndex(SearchVector("text", config="simple"), name="action_words")]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:60]}"

    @property
    def code(self) -> str:
        return f"A-{self.year}-{self.number}"
