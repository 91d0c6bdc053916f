"""Taking a file of services in, and taking it back: each in one transaction, one after the other per hub."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.catalogue.actions import announce, edit_service
from corridor.catalogue.models import Service
from corridor.kernel import journal
from corridor.kernel.audience import VISITOR
from corridor.kernel.sheets.intake import Intake
from corridor.kernel.sheets.runs import Outcome
from corridor.members.queries import viewer_of

from . import writing
from .facts import GIVEN_BY_OPERATOR, UPLOADED, read_rows
from .models import ServiceImport, ServiceImportRow
from .notes import Note, note
from .planning import ServicePlan, plan

LOCK: Final = 7_302_002
LARGEST_PLACE: Final = 2**31 - 1


class ServiceIntake(Intake[ServiceImport, ServicePlan]):
    """Services of one hub. ``limits`` say how large a file may be."""

    runs, rows = ServiceImport, ServiceImportRow
    planned = ("outcome", "service", "label", "before", "after", "reasons", "warnings")
    written = ("service", "service_version")
    out_of_date = _("Services have changed since this preview. It has been renewed: please look again.")

    def __init__(self, limits: Any = UPLOADED) -> None:
        self.limits = limits

    def turn(self, where: dict[str, Any]) -> tuple[int, ...]:
        return (LOCK, where["hub"].pk % LARGEST_PLACE)

    def where(self, run: ServiceImport) -> dict[str, Any]:
        return {"hub": run.hub}

    def read(self, run: ServiceImport, content: bytes) -> list[ServiceImportRow]:
        viewer = viewer_of(run.by) if run.by else VISITOR
        read = read_rows(run.hub, content, viewer=viewer, limits=self.limits)
        run.said = [note("unknown-columns", names=", ".join(read.unknown)[:500])] if read.unknown else []
        return [
            ServiceImportRow(
                run=run,
                number=row.number,
                label=row.label,
                outcome=Outcome.REFUSED,
                reasons=row.reasons,
                facts=row.facts,
            )
            for row in read.rows
        ]

    def plan(
        self, run: ServiceImport, rows: Iterable[ServiceImportRow], *, lock: bool = False
    ) -> ServicePlan:
        return plan(run.hub, rows, lock=lock)

    def write(self, by: Any, run: ServiceImport, planned: ServicePlan) -> None:
        writing.write(by, run.hub, planned)

    def leave_to_worker(self, run: ServiceImport, by: Any, *, good_rows_only: bool) -> None:
        from .tasks import apply_service_import

        apply_service_import.defer(run_id=run.pk, by_id=by.pk if by else None, good_rows_only=good_rows_only)

    def shown(self, row: ServiceImportRow) -> tuple[Any, ...]:
        return (row.number, row.outcome, row.service_id, row.before, row.after)

    def take_back(self, by: Any, run: ServiceImport) -> list[Note]:
        """Drafts that came with the file go, what was there says again what it said before."""
        rows = list(run.rows.filter(service_version__isnull=False))
        said = [note("gone", service=row.label) for row in rows if row.service_id is None]
        ids = [row.service_id for row in rows]
        services = Service.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(ids)
        new = []
        for row in rows:
            service = services.get(row.service_id) if row.service_id else None
            if service and (service.version != row.service_version or _is_on_its_way(service, row)):
                said.append(note("kept-edited", service=row.label))
            elif service and row.outcome == Outcome.NEW:
                new.append(service)
            elif service:
                edit_service(by=by, service=service, version=service.version, values=row.before)
        _delete(by, new)
        return said


def _is_on_its_way(service: Service, row: ServiceImportRow) -> bool:
    """What came with the file and was submitted or shared since is no draft of the file any more."""
    return row.outcome == Outcome.NEW and (service.waits_for_review or not service.is_draft)


def _delete(by: Any, drafts: list[Service]) -> None:
    """Nobody touched them, so they were never submitted nor shared."""
    ids = [service.pk for service in drafts]
    journal.record_many("delete-draft", ((one, {"title": one.title}, {}) for one in drafts), by=by)
    Service.objects.filter(pk__in=ids).delete()
    announce(ids)


SERVICES: Final = ServiceIntake()
SERVICES_OF_OPERATOR: Final = ServiceIntake(GIVEN_BY_OPERATOR)
