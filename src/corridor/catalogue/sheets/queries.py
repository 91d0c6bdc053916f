from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from corridor.kernel.errors import NotFound
from corridor.kernel.sheets.runs import Outcome
from corridor.members.models import Hub
from corridor.members.queries import hub_for_editing

from .models import ServiceImport, ServiceImportRow


def imports_of(hub: Hub) -> QuerySet[ServiceImport]:
    """The latest first, with their counts."""
    totals = {f"{one}_rows": Count("rows", filter=Q(rows__outcome=one)) for one in Outcome.values}
    runs = ServiceImport.objects.filter(hub=hub).select_related("by", "hub")
    return runs.annotate(read_rows=Count("rows"), **totals).order_by("-id")


def import_for_handling(person: Any, hub: str, pk: int) -> ServiceImport:
    """For those who write the hub's services."""
    run = imports_of(hub_for_editing(person, hub)).filter(pk=pk).first()
    if run is None:
        raise NotFound
    return run


def counts_of(run: ServiceImport) -> dict[str, int]:
    """Rows read, and how many of them are new, changed, unchanged and refused."""
    found = dict(run.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {"read": sum(found.values())} | {str(one): found.get(one, 0) for one in Outcome}


def rows_of(run: ServiceImport, outcome: str = "") -> QuerySet[ServiceImportRow]:
    rows = run.rows.select_related("service")
    return rows.filter(outcome=outcome) if outcome in Outcome.values else rows
