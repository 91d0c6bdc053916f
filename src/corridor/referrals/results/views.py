"""Pages of what came of a referral: three forms of the hub that took it, and the KPI lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.http.downloads import CSV, XLSX, download
from corridor.kernel.http.request import Request
from corridor.kernel.sheets import write_csv, write_xlsx
from corridor.members.views import see_other
from corridor.referrals.models import Referral
from corridor.referrals.queries import referral_for_answering, referral_for_viewing

from . import actions, queries
from .forms import StepForm
from .kpi import COLUMNS
from .steps import AGREEMENT, DELIVERY, RESULT, Step

edited = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@edited
def agreement(request: Request, pk: int) -> HttpResponse:
    return _step(request, pk, AGREEMENT, actions.agree_service)


@login_required
@edited
def delivery(request: Request, pk: int) -> HttpResponse:
    return _step(request, pk, DELIVERY, actions.deliver_service)


@login_required
@edited
def result(request: Request, pk: int) -> HttpResponse:
    return _step(request, pk, RESULT, actions.record_result)


def _step(request: Request, pk: int, step: Step, action: Callable[..., Any]) -> HttpResponse:
    referral = referral_for_answering(request.user, request.viewer, pk)
    if not step.is_open(referral):
        state = {"state": referral.get_state_display()}
        raise Conflict(_("That cannot be recorded now. The referral’s state is: %(state)s.") % state)
    form = StepForm(step, referral, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, referral, form)
    if not form.is_valid():
        return _page(request, referral, form, status=422)
    return _save(request, referral, form, action)


def _save(request: Request, referral: Referral, form: StepForm, action: Callable[..., Any]) -> HttpResponse:
    try:
        version = form.cleaned_data["version"]
        action(by=request.user, referral=referral, version=version, values=form.values)
    except Conflict as conflict:
        return _both_versions(request, referral, form, conflict)
    except Refused as refusal:
        form.add_error(None, str(refusal.text))
        return _page(request, referral, form, status=422)
    messages.success(request, _("It is recorded."))
    return see_other("referrals:referral", referral.pk)


def _both_versions(request: Request, referral: Referral, form: StepForm, conflict: Conflict) -> HttpResponse:
    """Saving again stores what was written."""
    fresh = referral_for_answering(request.user, request.viewer, referral.pk)
    posted = request.POST.copy()
    posted["version"] = str(fresh.version)
    again = StepForm(form.step, fresh, posted)
    differing = again.differing() if again.is_valid() and form.step.is_open(fresh) else []
    return _page(request, fresh, again, status=409, conflict=conflict, differing=differing)


def _page(
    request: Request, referral: Referral, form: StepForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"referral": referral, "need": referral.need, "form": form, "step": form.step}
    return render(request, "referrals/results/step.html", context | more, status=status)


@login_required
@require_safe
def kpi(request: Request, pk: int) -> HttpResponse:
    referral = referral_for_viewing(request.viewer, pk)
    context = {"referral": referral, "need": referral.need, "lines": _lines(request, referral)}
    return render(request, "referrals/results/kpi.html", context)


@login_required
@require_safe
def kpi_csv(request: Request, pk: int) -> HttpResponse:
    rows = [line.values for line in _lines(request, referral_for_viewing(request.viewer, pk))]
    target = io.StringIO(newline="")
    write_csv(target, COLUMNS, rows)
    return download(target.getvalue().encode("utf-8-sig"), CSV, f"kpi-referral-{pk}.csv")


@login_required
@require_safe
def kpi_xlsx(request: Request, pk: int) -> HttpResponse:
    rows = [line.values for line in _lines(request, referral_for_viewing(request.viewer, pk))]
    target = io.BytesIO()
    write_xlsx(target, COLUMNS, rows, name="KPI")
    return download(target.getvalue(), XLSX, f"kpi-referral-{pk}.xlsx")


def _lines(request: Request, referral: Referral) -> list[Any]:
    """Moderators have none, and before a hub took the need there is nothing to report."""
    if lines := queries.kpi_lines_for(request.viewer, referral):
        return lines
    raise NotFound
