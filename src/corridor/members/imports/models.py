from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.runs import Outcome, Run, RunRow, RunState

__all__ = ["ImportRow", "ImportRun", "Outcome", "RunState"]


class ImportRun(Run):
    """One file of the catalogue."""

    absent = models.PositiveIntegerField(default=0)  # hubs of the catalogue that the file lacks

    class Meta(Run.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")


class ImportRow(RunRow):
    """One row of it, about one hub. ``hub_version`` is the hub's version right after the run was applied."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    hub = models.ForeignKey("members.Hub", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hub_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
