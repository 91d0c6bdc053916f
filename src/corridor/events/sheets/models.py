from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.kernel.sheets.runs import Run, RunRow


class ProgrammeImport(Run):
    """One file of an event's rooms and sessions."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")

    class Meta(Run.Meta):
        verbose_name = _("import of a programme")
        verbose_name_plural = _("imports of programmes")


class ProgrammeImportRow(RunRow):
    """One row of it, about a room or a session. ``part_version`` is its ``version_of`` right after the run
    was applied."""

    run = models.ForeignKey(ProgrammeImport, on_delete=models.CASCADE, related_name="rows")
    room = models.ForeignKey(
        "events.Room", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    session = models.ForeignKey(
        "events.Session", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    part_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="programme_import_row_once")]


class ParticipantImport(Run):
    """One file of an event's participants."""

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")

    class Meta(Run.Meta):
        verbose_name = _("import of participants")
        verbose_name_plural = _("imports of participants")


class ParticipantImportRow(RunRow):
    """One row of it. ``registration_version`` is the registration's version right after the run was
    applied."""

    run = models.ForeignKey(ParticipantImport, on_delete=models.CASCADE, related_name="rows")
    registration = models.ForeignKey(
        "events.Registration", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    registration_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="participant_import_row_once")]
