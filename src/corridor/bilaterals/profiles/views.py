"""A participant's own profile, the others, and one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from corridor.bilaterals.asking.forms import AskForm
from corridor.bilaterals.models import Bilaterals, Profile
from corridor.events.models import Registration
from corridor.kernel.errors import Conflict
from corridor.members.views import see_other

from . import actions, forms, queries
from .leaving import leave_meetings
from .showing import person_page

PAGE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    """For everybody who comes: joining, and changing what was said."""
    bilaterals, registration = queries.place_at(request, group, slug)
    mine = queries.profile_of(registration)
    form = _form(bilaterals, registration, mine, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, bilaterals, mine, form)
    if not form.is_valid():
        return _page(request, bilaterals, mine, form, status=422)
    try:
        _save(request, bilaterals, registration, mine, form)
    except Conflict as conflict:
        return _both(request, bilaterals, registration, form, conflict)
    messages.success(request, _("Your profile is saved."))
    return see_other("bilaterals:profile", group, slug)


def _form(
    bilaterals: Bilaterals, registration: Registration, mine: Profile | None, data: Any
) -> forms.ProfileForm:
    initial = forms.stored(mine) if mine else {}
    return forms.ProfileForm(registration, queries.slots_of(bilaterals), bilaterals.event.zone, initial, data)


def _save(
    request: HttpRequest,
    bilaterals: Bilaterals,
    registration: Registration,
    mine: Profile | None,
    form: forms.ProfileForm,
) -> None:
    by = registration.person
    if mine is None or mine.left_at:
        actions.join_meetings(by=by, bilaterals=bilaterals, registration=registration, values=form.values)
    else:
        version = form.cleaned_data["version"] or 0
        actions.change_profile(by=by, profile=mine, version=version, values=form.values)


def _both(
    request: HttpRequest,
    bilaterals: Bilaterals,
    registration: Registration,
    form: forms.ProfileForm,
    conflict: Conflict,
) -> HttpResponse:
    """What is stored now beside what was written; saving again takes what was written."""
    now = queries.profile_of(registration)
    differing = forms.differing(form, forms.stored(now)) if now else []
    written = request.POST.copy()
    written["version"] = str(now.version if now else 0)
    again = _form(bilaterals, registration, now, written)
    return _page(request, bilaterals, now, again, conflict.status, conflict=conflict, differing=differing)


def _page(
    request: HttpRequest,
    bilaterals: Bilaterals,
    mine: Profile | None,
    form: forms.ProfileForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    has_joined = mine is not None and mine.left_at is None
    context = {
        "bilaterals": bilaterals,
        "event": bilaterals.event,
        "profile": mine if has_joined else None,
        "here": "profile",
        "form": form,
    }
    return render(request, "bilaterals/profiles/profile.html", context | more, status=status)


@never_cache
@require_safe
def people(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    mine = queries.present_profile_at(request, group, slug)
    others = queries.people_of(mine.bilaterals).exclude(pk=mine.pk)
    page = Paginator(others, PAGE).get_page(request.GET.get("page"))
    context = {
        "profile": mine,
        "event": mine.bilaterals.event,
        "here": "people",
        "page": page,
        "listed": () if page.has_next() else queries.only_listed(mine.bilaterals),
    }
    return render(request, "bilaterals/profiles/people.html", context)


@never_cache
@require_safe
def person(request: HttpRequest, group: str, slug: str, pk: int) -> HttpResponse:
    mine = queries.present_profile_at(request, group, slug)
    return person_page(request, mine, queries.other_at(mine, pk), AskForm())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    mine = queries.present_profile_at(request, group, slug)
    if request.method != "POST":
        context = {"profile": mine, "event": mine.bilaterals.event, "here": "profile"}
        return render(request, "bilaterals/profiles/leaving.html", context)
    leave_meetings(by=mine.registration.person, profile=mine)
    messages.success(request, _("You have left the 1:1 meetings. Your registration for the event stays."))
    return see_other("bilaterals:profile", group, slug)
