from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import TextInLanguages, best_text


class Mandate(models.Model):
    """What the group is there for, how long, and where to write to it. Its last day is ``valid_until``."""

    group = models.OneToOneField("members.WorkingGroup", on_delete=models.CASCADE, related_name="mandate")
    text = TextInLanguages(_("mandate"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    contact = models.EmailField(_("mailbox of the group"), blank=True)
    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="mandate_term",
            ),
        ]

    def __str__(self) -> str:
        return best_text(self.text)[:80]


class Criterion(models.Model):
    """What the group asks of a hub that wants to join; the hub answers each one in its application."""

    group = models.ForeignKey("members.WorkingGroup", on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    text = TextInLanguages(_("criterion"))
    help = TextInLanguages(_("what counts, and how to show it"))
    is_required = models.BooleanField(_("has to be met"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return best_text(self.text)


class MilestoneState(models.TextChoices):
    """What is stored; that one is late follows from its date."""

    PLANNED = "planned", _("planned")
    DONE = "done", _("done")
    DROPPED = "dropped", _("given up")


class Milestone(models.Model):
    """One stop of the group's work plan."""

    group = models.ForeignKey("members.WorkingGroup", on_delete=models.CASCADE, related_name="milestones")
    due_on = models.DateField(_("due on"))
    title = TextInLanguages(_("title"))
    note = TextInLanguages(_("note"))
    state = models.CharField(
        _("state"), max_length=8, choices=MilestoneState.choices, default=MilestoneState.PLANNED
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    evidence = models.URLField(_("where the result is"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MilestoneState.DONE, done_on__isnull=False)
                | (~Q(state=MilestoneState.DONE) & Q(done_on__isnull=True)),
                name="milestone_done_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return best_text(self.title)

    def is_late(self, today: date | None = None) -> bool:
        return self.state == MilestoneState.PLANNED and self.due_on < (today or timezone.localdate())
