"""The account's page "When you work"."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.http.request import Request
from corridor.meetings.polls import hours as kept
from corridor.meetings.polls.hours_forms import CalendarForm, HoursForm, as_written
from corridor.members.views import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: Request) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    kept.change_hours(by=request.user, values=form.values)
    messages.success(request, _("Saved. Dates are proposed with these hours from now on."))
    return see_other("meetings:hours")


@login_required
@require_POST
def calendar(request: Request) -> HttpResponse:
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _page(request, calendar_form=form)
    kept.give_calendar(by=request.user, url=form.cleaned_data["url"])
    messages.success(request, _("Saved. Your calendar is read in a moment."))
    return see_other("meetings:hours")


@login_required
@require_POST
def removal(request: Request) -> HttpResponse:
    kept.remove_calendar(by=request.user)
    messages.success(request, _("The address and the busy times are deleted."))
    return see_other("meetings:hours")


def _page(
    request: Request, *, form: HoursForm | None = None, calendar_form: CalendarForm | None = None
) -> HttpResponse:
    wrong = form or calendar_form
    context: dict[str, Any] = {
        "form": form or HoursForm(initial=as_written(kept.hours_of(request.user))),
        "calendar_form": calendar_form or CalendarForm(),
        "wrong": wrong,
        "calendar": kept.calendar_of(request.user),
        "zone": getattr(request.user, "time_zone", ""),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "meetings/polls/hours.html", context, status=status)
