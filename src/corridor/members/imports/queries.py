from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.text import Truncator

from corridor.kernel.errors import NotFound
from corridor.members.rules import may_import_hubs

from .images import LABELS
from .models import ImportRow, ImportRun, Outcome

SHORT = 300


def counts_of(run: ImportRun) -> dict[str, int]:
    """Rows read, and how many of them are new, changed, unchanged and refused."""
    found = dict(run.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {"read": sum(found.values())} | {str(one): found.get(one, 0) for one in Outcome}


def imports_for_handling(person: Any) -> QuerySet[ImportRun]:
    """All imports, with their counts, for whoever may import; ``NotFound`` for everybody else."""
    if not may_import_hubs(person):
        raise NotFound
    totals = {f"{one}_rows": Count("rows", filter=Q(rows__outcome=one)) for one in Outcome.values}
    return ImportRun.objects.select_related("by").annotate(read_rows=Count("rows"), **totals)


def import_for_handling(person: Any, pk: int) -> ImportRun:
    run = imports_for_handling(person).filter(pk=pk).first()
    if run is None:
        raise NotFound
    return run


def rows_of(run: ImportRun, outcome: str = "") -> QuerySet[ImportRow]:
    rows = run.rows.select_related("hub")
    return rows.filter(outcome=outcome) if outcome in Outcome.values else rows


def differences(row: ImportRow) -> list[tuple[str, str, str]]:
    """What a changed row changes: label, before and after, as short texts."""
    return [
        (
            str(LABELS[name]),
            _shown(row.before[name], row.after[name]),
            _shown(row.after[name], row.before[name]),
        )
        for name in row.after
        if row.outcome == Outcome.CHANGED and name != "catalogue_key"
    ]


def _shown(value: Any, other: Any) -> str:
    """A value as text; of tags and descriptions only what the other side does not have."""
    if isinstance(value, dict):
        own = {name: part for name, part in value.items() if (other or {}).get(name) != part}
        return "; ".join(f"{name}: {Truncator(part).chars(SHORT)}" for name, part in own.items())
    return "" if value is None else str(value)
