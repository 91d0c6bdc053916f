"""Figures and meetings of an event as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from corridor.bilaterals.enums import OutcomeAt, OutcomeKind
from corridor.kernel.sheets import write_csv, write_sheets

from .figures import Figures, listed, outcome_rows
from .records import Record, country_of

Cells = list[str]
LONGEST_NAME: Final = 31  # of a sheet, in Excel


def as_xlsx(figures: Figures) -> bytes:
    target = io.BytesIO()
    sheets = {
        _("Figures")[:LONGEST_NAME]: ([_("Figure"), _("Here"), _("For comparison")], _figures(figures)),
        pgettext("1:1 meetings", "Meetings")[:LONGEST_NAME]: (_header(), _meetings(figures)),
    }
    write_sheets(target, sheets)
    return target.getvalue()


def as_csv(figures: Figures) -> bytes:
    """The meetings alone."""
    target = io.StringIO(newline="")
    write_csv(target, _header(), _meetings(figures))
    return target.getvalue().encode("utf-8-sig")


def _figures(figures: Figures) -> Iterable[Cells]:
    for one in listed(figures):
        yield [one.title, one.value, one.reference]
    for row in outcome_rows(figures):
        for at, (count, _name) in zip(OutcomeAt, row.cells, strict=True):
            yield [f"{row.kind.label}, {at.label}", str(count), ""]


def _header() -> Cells:
    moments = [str(at.label) for at in OutcomeAt]
    return [
        *(_("Number"), _("Who"), _("For"), _("Countries"), _("Begins"), pgettext("1:1 meetings", "Held")),
        *(_("Across a border"), _("First meeting"), _("Somebody did not come")),
        *moments,
    ]


def _meetings(figures: Figures) -> Iterable[Cells]:
    return [_row(one) for one in figures.records]


def _row(record: Record) -> Cells:
    booking = getattr(record.meeting, "booking", None)
    kinds = [OutcomeKind(kind).label if (kind := record.furthest.get(at)) else "" for at in OutcomeAt.values]
    return [
        str(record.meeting.pk),
        "; ".join(one.name for one in record.people),
        "; ".join(one.hub.name if one.hub else one.organisation for one in record.people),
        "; ".join(country_of(one) for one in record.people),
        booking.starts_at.isoformat() if booking else "",
        *(_yes(is_true) for is_true in (record.is_held, record.is_cross_border, record.is_new)),
        _yes(record.has_no_show),
        *(str(one) for one in kinds),
    ]


def _yes(is_true: bool) -> str:  # noqa: FBT001 - of this module alone
    return _("yes") if is_true else _("no")
