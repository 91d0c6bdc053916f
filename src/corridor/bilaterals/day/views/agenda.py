"""Somebody's own day: as a page, on paper, in their calendar, and as what comes next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from corridor.bilaterals.day import calendar, paper
from corridor.bilaterals.day.addresses import address_of, new_address, profile_of_key
from corridor.bilaterals.day.agenda import agenda_of
from corridor.bilaterals.day.letters import agenda_letter
from corridor.bilaterals.day.now import now_of
from corridor.bilaterals.models import Profile
from corridor.bilaterals.queries import own_profile_at
from corridor.events.queries import hold, registration_of_key
from corridor.kernel.clock import clock
from corridor.kernel.errors import NotFound
from corridor.kernel.http.keyed import by_key
from corridor.kernel.typesetting import as_pdf
from corridor.members.views import see_other
from corridor.post import calendars


@never_cache
@require_safe
def agenda(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    profile = own_profile_at(request, group, slug)
    found = agenda_of(profile)
    context = {
        "event": found.event,
        "agenda": found,
        "address": address_of(profile.bilaterals, profile),
        "tab": "agenda",
    }
    return render(request, "bilaterals/day/agenda.html", context)


@never_cache
@require_safe
def coming_up(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    found = agenda_of(own_profile_at(request, group, slug))
    context = {"event": found.event, "agenda": found, "now": now_of(found, clock()), "tab": "next"}
    return render(request, "bilaterals/day/next.html", context)


@never_cache
@require_safe
def agenda_pdf(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    profile = own_profile_at(request, group, slug)
    return as_pdf(paper.of_people([agenda_of(profile)], at=timezone.now()), f"{slug}-agenda")


@require_POST
def address(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    """A new one; whoever subscribed to the one before gets nothing any more."""
    profile = own_profile_at(request, group, slug)
    new_address(by=_person(profile), bilaterals=profile.bilaterals, profile=profile)
    messages.success(request, _("This is your calendar’s new address. An older one no longer works."))
    return see_other("bilaterals:agenda", group, slug)


@require_POST
def letter(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    profile = own_profile_at(request, group, slug)
    agenda_letter(profile)
    sent = _("Your agenda goes to %(address)s.") % {"address": profile.registration.email}
    messages.success(request, sent)
    return see_other("bilaterals:agenda", group, slug)


def _person(profile: Profile) -> object:
    return profile.registration.person


@by_key
@require_safe
def feed(_request: HttpRequest, key: str) -> HttpResponse:
    """For calendar programs, by its secret address."""
    return calendars.answer(calendar.feed(profile_of_key(key)), "agenda.ics")


@by_key
@require_safe
def entrance(request: HttpRequest, key: str) -> HttpResponse:
    """From a link in a mail to one's own agenda."""
    registration = registration_of_key(key)
    event = registration.event
    if not Profile.objects.filter(registration=registration).exists():
        raise NotFound
    hold(request, registration, key)
    return redirect("bilaterals:agenda", event.group.slug, event.slug)
