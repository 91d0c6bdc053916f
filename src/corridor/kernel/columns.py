"""Columns and expressions that tables of several rooms have."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Func


def somebody() -> Any:
    """Who did it, as long as they have an account; nobody chooses it in a form."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )


def hours() -> Func:
    """From ``starts_at`` to ``ends_at``, without the end, for constraints on what overlaps."""
    return Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField())
