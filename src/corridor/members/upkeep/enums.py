from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Neglect(models.TextChoices):
    """Why a hub needs somebody to look after it."""

    NO_EDITOR = "no-editor", _("Nobody edits this hub")
    ONE_EDITOR = "one-editor", _("One person alone edits this hub")
    STALE = "stale", _("The profile has not been confirmed for a year")
