from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.fields import TextInLanguages, best_text


class Handover(models.Model):
    """One role passes from its holder to a successor: on ``on_date`` the one ends and the other begins."""

    role = models.ForeignKey("members.GroupRole", on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey("members.WorkingGroup", on_delete=models.CASCADE, related_name="handovers")
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on_date = models.DateField(_("day of the handover"))
    notes = models.TextField(_("notes for the successor"), blank=True, max_length=10_000)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    trouble = models.TextField(blank=True, editable=False)  # why it could not be made on its day
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.UniqueConstraint(
                fields=["role"], condition=Q(done_at=None, cancelled_at=None), name="handover_one_of_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} -> {self.successor}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.cancelled_at is None


class HandoverItem(models.Model):
    """One thing that somebody has to take. ``key`` says where it came from, so that it comes only once."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=200)
    title = TextInLanguages(_("what"))
    url = models.CharField(max_length=500, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["handover", "key"], name="handover_item_once")]

    def __str__(self) -> str:
        return best_text(self.title)


class HandoverLink(models.Model):
    """A document or a page that the successor needs."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
