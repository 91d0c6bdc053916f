from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    PREVIEWED = "previewed", _("waiting for a decision")
    RUNNING = "running", _("being imported")
    APPLIED = "applied", _("imported")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("stopped without importing anything")


class Outcome(models.TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")


class ImportRun(models.Model):
    """One file that somebody gave, and what came of it. The file itself is not kept."""

    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.PREVIEWED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    absent = models.PositiveIntegerField(default=0)  # hubs of the catalogue that the file lacks
    good_rows_only = models.BooleanField(default=False)
    said = models.JSONField(default=list, blank=True)  # notes on what an undo kept, or why it failed
    created_at = models.DateTimeField(_("given on"), auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"


class ImportRow(models.Model):
    """One row of a file: what it says, what that means for which hub, and why it was refused.

    ``before`` and ``after`` hold the fields that differ; for an applied run they are what an undo
    goes by. ``hub_version`` is the hub's version right after the run was applied.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    label = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    hub = models.ForeignKey("members.Hub", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    hub_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"
