"""Attendance over time, and a year in one document."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from corridor.kernel.errors import NotFound
from corridor.kernel.http.request import Request
from corridor.meetings.minutes.paper.typesetting import as_pdf, typeset
from corridor.meetings.minutes.paper.years import of_year
from corridor.meetings.models import Series
from corridor.meetings.registers import exporting, queries, years
from corridor.meetings.registers.attendance import Attendance, attendance_of
from corridor.members.groups.queries import group_at
from corridor.members.models import WorkingGroup

ALL_OF_THEM = 500  # in exports
FIRST_YEAR, LAST_YEAR = 1990, 2200


@login_required
@require_safe
def attendance(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_register(request.viewer, slug)
    series = queries.series_to_choose(group)
    chosen = _chosen(request, series)
    found = attendance_of(group, series=chosen)
    words = exporting.words_of_attendance()
    context = {
        "group": group,
        "found": found,
        "rows": [
            {"row": row, "cells": [(cell.value, words[cell]) for cell in row.cells]} for row in found.hubs
        ],
        "series": series,
        "chosen": chosen,
    }
    return render(request, "meetings/registers/attendance.html", context)


@login_required
@require_safe
def attendance_json(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_register(request.viewer, slug)
    return exporting.as_json(group, "attendance", exporting.attendance_rows(_all(request, group)))


@login_required
@require_safe
def attendance_xlsx(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_register(request.viewer, slug)
    return exporting.attendance_sheet(group, _all(request, group))


def _all(request: Request, group: WorkingGroup) -> Attendance:
    chosen = _chosen(request, queries.series_to_choose(group))
    return attendance_of(group, series=chosen, most=ALL_OF_THEM)


def _chosen(request: Request, series: list[Series]) -> int | None:
    wanted = request.GET.get("series", "")
    return next((one.pk for one in series if one.slug == wanted), None)


@require_safe
def year(request: Request, slug: str, year: int) -> HttpResponse:
    """For visitors too: each sees what is for them."""
    found = _year(request, slug, year)
    context = {"group": found.group, "found": found, "years": years.years_of(found.group, request.viewer)}
    return render(request, "meetings/registers/year.html", context)


@require_safe
def year_pdf(request: Request, slug: str, year: int) -> HttpResponse:
    found = _year(request, slug, year)
    return as_pdf(typeset("year", of_year(found, request.user), at=timezone.now()), f"{slug}-{year}")


def _year(request: Request, slug: str, year: int) -> years.Year:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    return years.year_for_viewing(group_at(slug), year, request.viewer)
