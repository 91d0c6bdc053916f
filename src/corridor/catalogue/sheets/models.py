from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.runs import Run, RunRow


class ServiceImport(Run):
    """One file of services for a hub."""

    hub = models.ForeignKey("members.Hub", on_delete=models.CASCADE, related_name="+")

    class Meta(Run.Meta):
        verbose_name = _("import of services")
        verbose_name_plural = _("imports of services")


class ServiceImportRow(RunRow):
    """One row of it. ``service_version`` is the service's version right after the run was applied."""

    run = models.ForeignKey(ServiceImport, on_delete=models.CASCADE, related_name="rows")
    service = models.ForeignKey(
        "catalogue.Service", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    service_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="service_import_row_once")]
