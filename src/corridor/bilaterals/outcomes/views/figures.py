"""The figures of an event for its organisers; each number opens to its records."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.bilaterals.enums import OutcomeAt
from corridor.bilaterals.outcomes import exporting
from corridor.bilaterals.outcomes.behind import behind
from corridor.bilaterals.outcomes.figures import REFERENCE, figures_of, listed, outcome_rows
from corridor.bilaterals.outcomes.records import records_of
from corridor.bilaterals.queries import bilaterals_for_coordinating
from corridor.kernel.errors import NotFound
from corridor.kernel.http.downloads import CSV, XLSX, download
from corridor.kernel.http.request import Request


@login_required
@require_safe
def figures(request: Request, group: str, slug: str) -> HttpResponse:
    found = bilaterals_for_coordinating(request.user, group, slug)
    counted = figures_of(found)
    context = {
        "event": found.event,
        "listed": listed(counted),
        "outcomes": outcome_rows(counted),
        "moments": list(OutcomeAt),
        "reference": REFERENCE,
        "tab": "figures",
    }
    return render(request, "bilaterals/outcomes/figures.html", context)


@login_required
@require_safe
def records(request: Request, group: str, slug: str, name: str) -> HttpResponse:
    found = bilaterals_for_coordinating(request.user, group, slug)
    context = {"event": found.event, "tab": "figures"} | behind(figures_of(found), name)
    if context.get("everybody"):
        context["people"] = found.event.registrations.coming().select_related("hub", "country")
    return render(request, "bilaterals/outcomes/records.html", context)


@login_required
@require_safe
def meeting(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    """What both sides said of a meeting, in the order in which they said it."""
    found = bilaterals_for_coordinating(request.user, group, slug)
    record = next((one for one in records_of(found) if one.meeting.pk == pk), None)
    if record is None:
        raise NotFound
    context = {"event": found.event, "record": record, "tab": "figures"}
    return render(request, "bilaterals/outcomes/meeting.html", context)


@login_required
@require_safe
def xlsx(request: Request, group: str, slug: str) -> HttpResponse:
    found = bilaterals_for_coordinating(request.user, group, slug)
    return download(exporting.as_xlsx(figures_of(found)), XLSX, f"{slug}-meetings.xlsx")


@login_required
@require_safe
def csv(request: Request, group: str, slug: str) -> HttpResponse:
    found = bilaterals_for_coordinating(request.user, group, slug)
    return download(exporting.as_csv(figures_of(found)), CSV, f"{slug}-meetings.csv")
