"""For moderators and the support team: what nobody offers yet."""

from __future__ import annotations

import io

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from corridor.kernel.http.downloads import XLSX, download
from corridor.kernel.http.request import Request
from corridor.kernel.sheets import write_xlsx

from . import queries

ON_A_PAGE = 100


@login_required
@require_safe
def unmet(request: Request, slug: str) -> HttpResponse:
    group = queries.group_with_demand(request.user, slug)
    page = Paginator(queries.by_week(), ON_A_PAGE).get_page(request.GET.get("page"))
    weeks = list(queries.weeks(queries.asked(page.object_list)))
    return render(request, "catalogue/unmet.html", {"group": group, "page": page, "weeks": weeks})


@login_required
@require_safe
def unmet_xlsx(request: Request, slug: str) -> HttpResponse:
    group = queries.group_with_demand(request.user, slug)
    header = [_("Week of"), _("Asked for"), _("Language"), _("Filters"), _("Nearest topic"), _("How often")]
    rows = (
        [one.week.isoformat(), one.text, one.language, one.filters, one.nearest, str(one.count)]
        for one in queries.asked(queries.by_week())
    )
    target = io.BytesIO()
    write_xlsx(target, header, rows, name=_("Searches without results"))
    return download(target.getvalue(), XLSX, f"{group.slug}-asked-in-vain.xlsx")
