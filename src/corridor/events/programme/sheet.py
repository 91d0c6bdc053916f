"""The programme as a spreadsheet."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from corridor.events.sheets.pages import Sheet

from .columns import columns
from .intake import PROGRAMME
from .records import records

SHEET: Final = Sheet(
    name="programme",
    title=_("Programme"),
    lead=_("You see what would change before anything does, and every import can be undone."),
    intake=PROGRAMME,
    columns=lambda _event: columns(),
    records=records,
)
