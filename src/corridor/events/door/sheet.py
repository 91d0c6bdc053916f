"""Participants as a spreadsheet."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from corridor.events.sheets.pages import Sheet

from .columns import columns, records
from .intake import PARTICIPANTS

SHEET: Final = Sheet(
    name="participants",
    title=_("Participants"),
    lead=_(
        "Whoever is new gets a mail with a link to what is noted about them. You see what would change "
        "before anything does."
    ),
    intake=PARTICIPANTS,
    columns=columns,
    records=records,
)
