from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from corridor.kernel.errors import NotFound
from corridor.kernel.sheets.counting import of_outcome, with_counts
from corridor.members.models import Hub
from corridor.members.queries import hub_for_editing

from .models import ServiceImport, ServiceImportRow


def imports_of(hub: Hub) -> QuerySet[ServiceImport]:
    """The latest first, with their counts."""
    return with_counts(ServiceImport.objects.filter(hub=hub).select_related("by", "hub"))


def import_for_handling(person: Any, hub: str, pk: int) -> ServiceImport:
    """For those who write the hub's services."""
    run = imports_of(hub_for_editing(person, hub)).filter(pk=pk).first()
    if run is None:
        raise NotFound
    return run


def rows_of(run: ServiceImport, outcome: str = "") -> QuerySet[ServiceImportRow]:
    return of_outcome(run.rows.select_related("service"), outcome)
