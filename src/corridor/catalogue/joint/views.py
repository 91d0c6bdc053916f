"""The page on which a hub agrees to provide a service with another, declines, or leaves again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.catalogue.contents import proposed_contents
from corridor.catalogue.models import CoProvider
from corridor.catalogue.rules import writes_for
from corridor.catalogue.wording import changes, told
from corridor.kernel.errors import NotFound
from corridor.kernel.http.request import Request
from corridor.members.views import see_other

from . import actions, queries
from .forms import AGREE, LEAVE, AnswerForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: Request, hub: str, slug: str) -> HttpResponse:
    rows = queries.rows_for_answering(request.viewer, hub, slug)
    if request.method != "POST":
        return _page(request, rows)
    form = AnswerForm(request.POST)
    row = _row_of(request, rows, form)
    if not form.is_valid():
        return _page(request, rows, row, form, status=422)
    messages.success(request, _answer(request, row, form.cleaned_data))
    return see_other("catalogue:agreement", hub, slug)


def _row_of(request: Request, rows: list[CoProvider], form: AnswerForm) -> CoProvider:
    """Only editors and delegates of the asked hub answer for it."""
    form.full_clean()
    row = next((one for one in rows if one.pk == form.cleaned_data.get("row")), None)
    if row is None or not writes_for(request.user, row.hub_id):
        raise NotFound
    return row


def _answer(request: Request, row: CoProvider, given: dict[str, Any]) -> str:
    names = {"hub": row.hub.name}
    if given["answer"] == LEAVE:
        actions.leave_service(by=request.user, co_provider=row, why_not=given["why_not"])
        return _("%(hub)s does not provide this service any more.") % names
    agrees = given["answer"] == AGREE
    actions.answer_as_co_provider(
        by=request.user,
        co_provider=row,
        asked_version=given["version"] or 0,
        agrees=agrees,
        why_not=given["why_not"],
    )
    return (_("%(hub)s agreed.") if agrees else _("%(hub)s declined.")) % names


def _page(
    request: Request,
    rows: list[CoProvider],
    answered: CoProvider | None = None,
    form: AnswerForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    service = rows[0].service
    asked = [_asked(request, row, form if row == answered else None) for row in rows]
    context = {"service": service, "rows": asked, "form": form, "told": told(proposed_contents(service))}
    return render(request, "catalogue/joint/agreement.html", context, status=status)


def _asked(request: Request, row: CoProvider, form: AnswerForm | None) -> dict[str, Any]:
    """``changes`` since the hub agreed, where it did."""
    is_open = row.service.waits_for_review and row.asked_version is not None
    knows = row.agreed_version is not None and not row.has_agreed
    return {
        "row": row,
        "form": form or AnswerForm(auto_id=f"id_{row.pk}_%s"),
        "writes": writes_for(request.user, row.hub_id),
        "is_asked": is_open and not row.has_agreed,
        "may_leave": row.agreed is True,
        "changes": changes(queries.agreed_contents(row), proposed_contents(row.service)) if knows else [],
    }
