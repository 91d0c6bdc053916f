"""The figures of a group's referrals, and the referrals behind a number."""

from __future__ import annotations

import io
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from corridor.kernel.errors import NotFound, Refused
from corridor.kernel.http.downloads import XLSX, download
from corridor.kernel.http.request import Request
from corridor.kernel.sheets import write_sheets
from corridor.kernel.ui.addresses import with_query
from corridor.members.groups.queries import group_for_members
from corridor.members.models import WorkingGroup
from corridor.referrals.handing.queries import titles_seen

from . import queries
from .forms import BehindForm, FiguresForm
from .tables import Tables, sheets_of, tables_of

ON_A_PAGE = 30


@login_required
@require_safe
def flows(request: Request, group: str) -> HttpResponse:
    ours = group_for_members(request.viewer, group)
    form = FiguresForm(request.GET)
    context = {
        "group": ours,
        "form": form,
        "tables": _tables(request, ours, form),
        "may_open": queries.may_open(request.viewer, ours),
    }
    return render(request, "referrals/flows/flows.html", context, status=200 if form.is_valid() else 422)


@login_required
@require_safe
def figures_xlsx(request: Request, group: str) -> HttpResponse:
    ours = group_for_members(request.viewer, group)
    form = FiguresForm(request.GET)
    if not form.is_valid():
        raise Refused
    asked, target = form.asked, io.BytesIO()
    write_sheets(target, sheets_of(_tables(request, ours, form), ours, asked))
    period = "-".join(f"{day:%Y%m%d}" for day in (asked.since, asked.until) if day)
    name = "-".join(part for part in (ours.slug, "referrals", period) if part)
    return download(target.getvalue(), XLSX, f"{name}.xlsx")


def _tables(request: Request, group: WorkingGroup, form: FiguresForm) -> Tables:
    path = reverse("referrals:flows-list", args=[group.slug])
    opens_any = queries.may_open(request.viewer, group)

    def opens(**row: Any) -> str:
        return with_query(request, path, **row) if opens_any else ""

    return tables_of(request.viewer, group, form.asked, opens)


@login_required
@require_safe
def behind(request: Request, group: str) -> HttpResponse:
    """Of the referrals behind one number those that the reader may see; the page says how many there are."""
    ours = group_for_members(request.viewer, group)
    form = BehindForm(request.GET)
    if not form.is_valid() or not queries.may_open(request.viewer, ours):
        raise NotFound
    found = queries.between(queries.referrals_asked(ours, form.asked), form.asked)
    seen = queries.seen_in_list(request.viewer, found)
    page = Paginator(seen, ON_A_PAGE).get_page(request.GET.get("page"))
    titles = titles_seen(request.viewer, page.object_list)
    context = {"group": ours, "total": found.count(), "page": page, "titles": titles}
    return render(request, "referrals/flows/behind.html", context)
