from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, Refused
from corridor.kernel.http.request import Request
from corridor.kernel.sheets import counting
from corridor.kernel.sheets.forms import ApplyForm
from corridor.members.forms import UploadForm
from corridor.members.imports import actions, queries
from corridor.members.imports.models import ImportRun, Outcome, RunState
from corridor.members.imports.notes import sentence

from . import see_other

ROWS_PER_PAGE = 50
RUNS_PER_PAGE = 20
FOR_THE_WORKER = 100  # hubs to write, each of them into the search as well; fewer take a second or two


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request) -> HttpResponse:
    runs = queries.imports_for_handling(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.preview_import(by=request.user, content=file.read(), file_name=file.name)
        except Refused as refusal:
            form.add_error("file", str(refusal.text))
        else:
            return see_other("members:import", run.pk)
    page = Paginator(runs, RUNS_PER_PAGE).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return render(request, "members/imports.html", {"form": form, "page": page}, status=status)


@login_required
@require_safe
def one_import(request: Request, pk: int) -> HttpResponse:
    return _page(request, queries.import_for_handling(request.user, pk))


@login_required
@require_POST
def application(request: Request, pk: int) -> HttpResponse:
    run = queries.import_for_handling(request.user, pk)
    form = ApplyForm(request.POST)
    good_rows = form.is_valid() and form.cleaned_data["good_rows"]
    try:
        _apply(request, run, good_rows=good_rows)
    except (Refused, Conflict) as error:
        return _page(request, queries.import_for_handling(request.user, pk), error=error)
    return see_other("members:import", pk)


def _apply(request: Request, run: ImportRun, *, good_rows: bool) -> None:
    if run.new_rows + run.changed_rows > FOR_THE_WORKER:  # type: ignore[attr-defined]
        actions.start_import(by=request.user, run=run, good_rows_only=good_rows)
        messages.info(request, _("The import has been started. This page shows when it is done."))
    else:
        actions.apply_import(by=request.user, run=run, good_rows_only=good_rows)
        messages.success(request, _("The hubs are imported."))


@login_required
@require_POST
def undoing(request: Request, pk: int) -> HttpResponse:
    run = queries.import_for_handling(request.user, pk)
    try:
        actions.undo_import(by=request.user, run=run)
    except Conflict as error:
        return _page(request, queries.import_for_handling(request.user, pk), error=error)
    messages.success(request, _("The import was undone."))
    return see_other("members:import", pk)


def _page(request: Request, run: ImportRun, *, error: CorridorError | None = None) -> HttpResponse:
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in Outcome.values else ""
    page = Paginator(queries.rows_of(run, chosen), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    labels = queries.tag_labels()
    hidden = queries.hidden_hubs(page, request.viewer)
    context: dict[str, Any] = {
        "run": run,
        "page": page,
        "rows": [_shown(row, labels, hidden) for row in page],
        "chosen": chosen,
        "filters": counting.filters(run, chosen),
        "said": [sentence(said) for said in run.said],
        "error": error,
        "form": ApplyForm(),
        "may_apply": run.state == RunState.PREVIEWED,
        "may_undo": run.state == RunState.APPLIED,
        "is_running": run.state == RunState.RUNNING,
    }
    return render(request, "members/import.html", context, status=int(error.status) if error else 200)


def _shown(row: Any, labels: dict[str, str], hidden: set[int]) -> dict[str, Any]:
    """Of a hidden hub only what the file says itself: not what it would replace, nor where the hub is."""
    is_hidden = row.hub_id in hidden
    return {
        "row": row,
        "country": row.facts.get("country", ""),
        "outcome": Outcome(row.outcome).label,
        "reasons": [sentence(one) for one in row.reasons],
        "warnings": [sentence(one) for one in row.warnings],
        "is_hidden": is_hidden,
        "differences": [] if is_hidden else queries.differences(row, labels),
    }
