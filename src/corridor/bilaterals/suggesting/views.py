"""Suggestions for a participant; who is at risk, for those who organise."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from corridor.bilaterals.asking.limits import is_open
from corridor.bilaterals.models import Profile
from corridor.bilaterals.profiles.queries import present_profile_at
from corridor.bilaterals.queries import bilaterals_for_coordinating
from corridor.kernel.clock import clock
from corridor.kernel.errors import NotFound
from corridor.kernel.http.request import Request
from corridor.members.views import see_other

from .mailing import write_suggestions
from .problem import Everybody
from .ranking import suggested_to
from .risk import at_risk

PAGE = 10
NAMED = 3


@never_cache
@require_safe
def suggestions(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    profile = present_profile_at(request, group, slug)
    context = {
        "profile": profile,
        "event": profile.bilaterals.event,
        "here": "suggestions",
        "suggested": suggested_to(profile),
        "is_open": is_open(profile.bilaterals, clock()),
        "has_entries": profile.entries.exists(),
    }
    return render(request, "bilaterals/suggesting/suggestions.html", context)


@login_required
@require_safe
def risk(request: Request, group: str, slug: str) -> HttpResponse:
    bilaterals = bilaterals_for_coordinating(request.user, group, slug)
    page = Paginator(at_risk(bilaterals), PAGE).get_page(request.GET.get("page"))
    everybody = Everybody(bilaterals)
    context = {
        "event": bilaterals.event,
        "page": page,
        "rows": [(one, suggested_to(one.profile, everybody, NAMED)) for one in page],
        "is_open": is_open(bilaterals, clock()),
    }
    return render(request, "bilaterals/suggesting/risk.html", context)


@login_required
@require_POST
def send(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    """Suggestions to one of them at once; once a day."""
    bilaterals = bilaterals_for_coordinating(request.user, group, slug)
    found = Profile.objects.present().filter(bilaterals=bilaterals, pk=pk)
    profile = found.select_related("bilaterals__event__group", "registration__person").first()
    if profile is None or not profile.wants_suggestions or not is_open(bilaterals, clock()):
        raise NotFound
    name = {"name": profile.registration.name}
    if write_suggestions(profile, f"{clock():%Y-%m-%d}"):
        messages.success(request, _("%(name)s gets suggestions by mail.") % name)
    else:
        messages.warning(request, _("There is nobody to suggest to %(name)s.") % name)
    return see_other("bilaterals:at-risk", group, slug)
