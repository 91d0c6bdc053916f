"""The pages of a sheet: out, an empty one, a file given, what it would do, taken in, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.events.models import Event
from corridor.events.queries import event_for_organising
from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused, Text
from corridor.kernel.http.downloads import XLSX, download
from corridor.kernel.http.request import Request
from corridor.kernel.sheets import counting
from corridor.kernel.sheets.forms import ApplyForm, SheetForm, file_field
from corridor.kernel.sheets.intake import Intake
from corridor.kernel.sheets.runs import Outcome, RunState
from corridor.members.groups.editing import shown
from corridor.members.views import see_other

from .notes import sentence
from .reading import Column
from .writing import workbook

ROWS_PER_PAGE = 30
RUNS_PER_PAGE = 20
FOR_THE_WORKER = 200  # rows to write; fewer take a few seconds


@dataclass(frozen=True)
class Sheet:
    """``name`` is in its addresses and is the name of the page that shows what it holds; ``records`` are
    the event's, by the names of ``columns``, and the languages of their texts."""

    name: str
    title: Text
    lead: Text
    intake: Intake[Any, Any]
    columns: Callable[[Event], Sequence[Column]]
    records: Callable[[Event], tuple[Iterable[dict[str, Any]], Iterable[str]]]

    def urls(self) -> list[URLPattern]:
        stem, given = f"<slug:group>/events/<slug:slug>/{self.name}", {"sheet": self}
        one = f"{stem}/import/<int:pk>/"
        return [
            path(f"{stem}.xlsx", export, given, name=f"{self.name}-export"),
            path(f"{stem}/import/", imports, given, name=f"{self.name}-import"),
            path(f"{stem}/import/template.xlsx", template, given, name=f"{self.name}-template"),
            path(one, one_import, given, name=f"{self.name}-one-import"),
            path(f"{one}application/", application, given, name=f"{self.name}-apply-import"),
            path(f"{one}undoing/", undoing, given, name=f"{self.name}-undo-import"),
        ]

    @property
    def url_names(self) -> dict[str, str]:
        names = {one: f"events:{self.name}-{one}" for one in ("export", "import", "template")}
        of_run = {one: f"events:{self.name}-{one}-import" for one in ("one", "apply", "undo")}
        return names | of_run | {"page": f"events:{self.name}"}


class UploadForm(SheetForm):
    file = file_field(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("The filled-in template or a changed export, as .xlsx or .csv."),
    )


# Out


@login_required
@require_safe
def export(request: Request, group: str, slug: str, sheet: Sheet) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)
    records, languages = sheet.records(event)
    content = workbook(str(sheet.title), sheet.columns(event), records, languages)
    return download(content, XLSX, f"{event.slug}-{sheet.name}.xlsx")


@login_required
@require_safe
def template(request: Request, group: str, slug: str, sheet: Sheet) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)
    columns = [one for one in sheet.columns(event) if one.read]
    content = workbook(str(sheet.title), columns, [], [event.language])
    return download(content, XLSX, f"{event.slug}-{sheet.name}-template.xlsx")


# In


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request, group: str, slug: str, sheet: Sheet) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            given = {"content": file.read(), "file_name": file.name}
            run = sheet.intake.preview(by=request.user, event=event, **given)
        except Refused as refusal:
            form.add_error("file", str(refusal.text))
        else:
            return see_other(sheet.url_names["one"], group, slug, run.pk)
    page = Paginator(_runs(sheet, event), RUNS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"event": event, "sheet": sheet, "form": form, "page": page}
    status = 422 if request.method == "POST" else 200
    return render(request, "events/sheets/imports.html", context, status=status)


def _runs(sheet: Sheet, event: Event) -> Any:
    return counting.with_counts(sheet.intake.runs.objects.filter(event=event).select_related("by"))


def _run(request: Request, group: str, slug: str, sheet: Sheet, pk: int) -> Any:
    event = event_for_organising(request.user, group, slug)
    run = _runs(sheet, event).filter(pk=pk).first()
    if run is None:
        raise NotFound
    run.event = event
    return run


@login_required
@require_safe
def one_import(request: Request, group: str, slug: str, pk: int, sheet: Sheet) -> HttpResponse:
    return _page(request, sheet, _run(request, group, slug, sheet, pk))


@login_required
@require_POST
def application(request: Request, group: str, slug: str, pk: int, sheet: Sheet) -> HttpResponse:
    run = _run(request, group, slug, sheet, pk)
    form = ApplyForm(request.POST)
    good_rows = form.is_valid() and form.cleaned_data["good_rows"]
    try:
        _apply(request, sheet, run, good_rows=good_rows)
    except (Refused, Conflict) as error:
        return _page(request, sheet, _run(request, group, slug, sheet, pk), error=error)
    return see_other(sheet.url_names["one"], group, slug, pk)


def _apply(request: Request, sheet: Sheet, run: Any, *, good_rows: bool) -> None:
    if run.new_rows + run.changed_rows > FOR_THE_WORKER:
        sheet.intake.start(by=request.user, run=run, good_rows_only=good_rows)
        messages.info(request, _("The import has been started. This page shows when it is done."))
    else:
        sheet.intake.apply(by=request.user, run=run, good_rows_only=good_rows)
        messages.success(request, _("The file is imported."))


@login_required
@require_POST
def undoing(request: Request, group: str, slug: str, pk: int, sheet: Sheet) -> HttpResponse:
    run = _run(request, group, slug, sheet, pk)
    try:
        sheet.intake.undo(by=request.user, run=run)
    except Conflict as error:
        return _page(request, sheet, _run(request, group, slug, sheet, pk), error=error)
    messages.success(request, _("The import was undone."))
    return see_other(sheet.url_names["one"], group, slug, pk)


def _page(request: Request, sheet: Sheet, run: Any, *, error: CorridorError | None = None) -> HttpResponse:
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in Outcome.values else ""
    rows = Paginator(counting.of_outcome(run.rows.all(), chosen), ROWS_PER_PAGE)
    page = rows.get_page(request.GET.get("page"))
    labels = {one.name: str(one.label) for one in sheet.columns(run.event)}
    context: dict[str, Any] = {
        "event": run.event,
        "sheet": sheet,
        "run": run,
        "page": page,
        "rows": [_shown(row, labels) for row in page],
        "filters": counting.filters(run, chosen),
        "said": [sentence(said) for said in run.said],
        "error": error,
        "form": ApplyForm(),
        "may_apply": run.state == RunState.PREVIEWED,
        "may_undo": run.state == RunState.APPLIED,
        "is_running": run.state == RunState.RUNNING,
    }
    return render(request, "events/sheets/import.html", context, status=int(error.status) if error else 200)


def _shown(row: Any, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "row": row,
        "is_new": row.outcome == Outcome.NEW,
        "outcome": Outcome(row.outcome).label,
        "reasons": [sentence(one) for one in row.reasons],
        "warnings": [sentence(one) for one in row.warnings],
        "changes": [
            (labels[name], _in_words(row.before.get(name)), _in_words(value))
            for name, value in row.after.items()
        ],
    }


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "; ".join(value) if isinstance(value, list) else shown(value)
