"""Services as a spreadsheet: exports for who reads them, template and import for who writes them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.catalogue import rules, wording
from corridor.kernel.errors import Conflict, CorridorError, Refused
from corridor.kernel.http.downloads import CSV, XLSX, download
from corridor.kernel.http.request import Request
from corridor.kernel.sheets import counting
from corridor.kernel.sheets.forms import ApplyForm
from corridor.kernel.sheets.runs import Outcome, RunState
from corridor.members.queries import hub_for_editing, hub_for_viewing
from corridor.members.views import see_other

from . import exporting, queries
from .actions import SERVICES
from .forms import UploadForm
from .models import ServiceImport, ServiceImportRow
from .notes import sentence
from .template import workbook

ROWS_PER_PAGE = 30
RUNS_PER_PAGE = 20
FOR_THE_WORKER = 200  # services to write; fewer take a few seconds


# Out


@require_safe
def export_xlsx(request: Request) -> HttpResponse:
    return download(exporting.as_xlsx(*exporting.seen_by(request.viewer)), XLSX, "services.xlsx")


@require_safe
def export_csv(request: Request) -> HttpResponse:
    return download(exporting.as_csv(*exporting.seen_by(request.viewer)), CSV, "services.csv")


@require_safe
def export_of_hub(request: Request, hub: str) -> HttpResponse:
    """For its writers all of them as they were written last, for others what they see."""
    found = hub_for_viewing(request.viewer, hub)
    if rules.writes_for(request.user, found):
        sheet = exporting.written_by(found)
    else:
        sheet = exporting.seen_by(request.viewer, found)
    return download(exporting.as_xlsx(*sheet), XLSX, f"services-{found.slug}.xlsx")


@login_required
@require_safe
def template(request: Request, hub: str) -> HttpResponse:
    found = hub_for_editing(request.user, hub)
    return download(workbook(found), XLSX, f"services-{found.slug}-template.xlsx")


# In


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request, hub: str) -> HttpResponse:
    found = hub_for_editing(request.user, hub)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = SERVICES.preview(by=request.user, content=file.read(), file_name=file.name, hub=found)
        except Refused as refusal:
            form.add_error("file", str(refusal.text))
        else:
            return see_other("catalogue:one-import", hub, run.pk)
    page = Paginator(queries.imports_of(found), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "page": page, "hub": found}
    return render(request, "catalogue/imports.html", context, status=status)


@login_required
@require_safe
def one_import(request: Request, hub: str, pk: int) -> HttpResponse:
    return _page(request, queries.import_for_handling(request.user, hub, pk))


@login_required
@require_POST
def application(request: Request, hub: str, pk: int) -> HttpResponse:
    run = queries.import_for_handling(request.user, hub, pk)
    form = ApplyForm(request.POST)
    good_rows = form.is_valid() and form.cleaned_data["good_rows"]
    try:
        _apply(request, run, good_rows=good_rows)
    except (Refused, Conflict) as error:
        return _page(request, queries.import_for_handling(request.user, hub, pk), error=error)
    return see_other("catalogue:one-import", hub, pk)


def _apply(request: Request, run: ServiceImport, *, good_rows: bool) -> None:
    if run.new_rows + run.changed_rows > FOR_THE_WORKER:  # type: ignore[attr-defined]
        SERVICES.start(by=request.user, run=run, good_rows_only=good_rows)
        messages.info(request, _("The import has been started. This page shows when it is done."))
    else:
        SERVICES.apply(by=request.user, run=run, good_rows_only=good_rows)
        messages.success(request, _("The services are imported. New ones are drafts."))


@login_required
@require_POST
def undoing(request: Request, hub: str, pk: int) -> HttpResponse:
    run = queries.import_for_handling(request.user, hub, pk)
    try:
        SERVICES.undo(by=request.user, run=run)
    except Conflict as error:
        return _page(request, queries.import_for_handling(request.user, hub, pk), error=error)
    messages.success(request, _("The import was undone."))
    return see_other("catalogue:one-import", hub, pk)


def _page(request: Request, run: ServiceImport, *, error: CorridorError | None = None) -> HttpResponse:
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in Outcome.values else ""
    page = Paginator(queries.rows_of(run, chosen), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    names = wording.names_in(*(part for row in page for part in (row.before, row.after)))
    context: dict[str, Any] = {
        "run": run,
        "hub": run.hub,
        "page": page,
        "rows": [_shown(row, names) for row in page],
        "chosen": chosen,
        "filters": counting.filters(run, chosen),
        "said": [sentence(said) for said in run.said],
        "error": error,
        "form": ApplyForm(),
        "may_apply": run.state == RunState.PREVIEWED,
        "may_undo": run.state == RunState.APPLIED,
        "is_running": run.state == RunState.RUNNING,
    }
    return render(request, "catalogue/import.html", context, status=int(error.status) if error else 200)


def _shown(row: ServiceImportRow, names: wording.Names) -> dict[str, Any]:
    return {
        "row": row,
        "is_new": row.outcome == Outcome.NEW,
        "outcome": Outcome(row.outcome).label,
        "reasons": [sentence(one) for one in row.reasons],
        "warnings": [sentence(one) for one in row.warnings],
        "changes": wording.changes(row.before, row.after, names),
    }
