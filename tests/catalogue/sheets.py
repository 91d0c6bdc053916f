"""Spreadsheets of services for stories."""

from __future__ import annotations

import io

from corridor.kernel.sheets import write_xlsx


def xlsx(*rows: dict[str, str]) -> bytes:
    """A sheet with all columns that any of the rows has."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    target = io.BytesIO()
    write_xlsx(target, header, [[row.get(name, "") for name in header] for row in rows], name="Services")
    return target.getvalue()


def row(title: str, **values: str) -> dict[str, str]:
    return {"slug": "", "title [en]": title, "category": "Test before invest"} | values
