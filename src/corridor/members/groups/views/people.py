"""The member list: public as to hubs, and for the network as to people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from corridor.kernel.http.downloads import XLSX, download
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.names import country_name
from corridor.members.groups import queries, rules
from corridor.members.groups.people import exporting
from corridor.members.groups.people.queries import (
    GROUP_ROLES,
    SEAT_ROLES,
    Wanted,
    add_contacts,
    countries_of,
    holders_in,
    members_page,
)

LONGEST = 100


@require_safe
def people(request: Request, slug: str) -> HttpResponse:
    group = queries.group_at(slug)
    sees_names = rules.may_see_names(request.viewer)
    wanted = _wanted(request, sees_names=sees_names)
    countries = countries_of(group, request.viewer)
    total = sum(countries.values())
    page, members = members_page(group, request.viewer, wanted, request.GET.get("page"), total)
    holders = holders_in(group, request.viewer, wanted) if page.number == 1 else []
    add_contacts(request.viewer, members, holders)
    context: dict[str, Any] = {
        "group": group,
        "page": page,
        "members": members,
        "holders": holders,
        "wanted": wanted,
        "is_narrowed": wanted != Wanted(),
        "sees_names": sees_names,
        "countries": _countries(countries),
        "roles": [*GROUP_ROLES.items(), *SEAT_ROLES.items()] if sees_names else [],
        "may_export": group.pk in request.viewer.moderates,
        "here": "people",
    }
    return render(request, "members/groups/people.html", context)


def _wanted(request: Request, *, sees_names: bool) -> Wanted:
    role = request.GET.get("role", "") if sees_names else ""
    return Wanted(
        countries=tuple(code for code in request.GET.getlist("country") if code.isalpha()),
        hub=request.GET.get("hub", "").replace("\x00", ""),
        role=role if role in GROUP_ROLES or role in SEAT_ROLES else "",
        text=request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST],
    )


def _countries(codes: Iterable[str]) -> list[tuple[str, str]]:
    named = [(code, country_name(code, get_language() or DEFAULT)) for code in codes]
    return sorted(named, key=lambda pair: pair[1])


@login_required
@require_safe
def export(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_exporting(request.user, slug)
    return download(exporting.as_xlsx(group, request.viewer), XLSX, f"{group.slug}-members.xlsx")
