"""A file that somebody gave, and what came of it: the tables that every room's imports have in common."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

Note = dict[str, Any]  # what is said about a row or a run: kept as a code with its values


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


def note(code: str, **values: Any) -> Note:
    return {"code": code, **values}


class Run(models.Model):
    """One file and what came of it. The file itself is not kept."""

    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.PREVIEWED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    good_rows_only = models.BooleanField(default=False)
    said = models.JSONField(default=list, blank=True)  # notes on what an undo kept, or why it failed
    created_at = models.DateTimeField(_("given on"), auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"


class RunRow(models.Model):
    """One row of a file: what it says, what that means, and why it was refused.

    A room adds ``run`` (``related_name="rows"``) and the record that the row is about. ``before`` and
    ``after`` hold the fields that differ; for an applied run they are what an undo goes by.
    """

    number = models.PositiveIntegerField(_("row"))
    label = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} {self.label}"
