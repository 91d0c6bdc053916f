"""One of somebody's own meetings: who came, and another one where nobody did."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from corridor.bilaterals.day import offering, queries
from corridor.bilaterals.day.agenda import place_of
from corridor.bilaterals.day.models import Replacement
from corridor.bilaterals.day.noting import note, noted_by
from corridor.bilaterals.enums import BilateralState
from corridor.bilaterals.models import Bilateral, Profile
from corridor.bilaterals.profiles.queries import present_profile_at
from corridor.bilaterals.queries import own_profile_at
from corridor.kernel.clock import clock
from corridor.kernel.errors import CorridorError, NotFound
from corridor.kernel.i18n.zones import span
from corridor.members.views import see_other

SAYS: Final = {"came": True, "alone": False, "unknown": None}


@never_cache
@require_safe
def meeting(request: HttpRequest, group: str, slug: str, pk: int) -> HttpResponse:
    profile = own_profile_at(request, group, slug)
    return page(request, profile, queries.meeting_of(profile, pk))


def page(
    request: HttpRequest, profile: Profile, found: Bilateral, error: CorridorError | None = None, **more: Any
) -> HttpResponse:
    """``more`` are a form that was refused and its ``status``."""
    booking = getattr(found, "booking", None)
    zone = queries.zone_of(profile.registration)
    context: dict[str, Any] = {
        "event": profile.bilaterals.event,
        "meeting": found,
        "profile": profile,
        "booking": booking,
        "span": span(booking.starts_at, booking.ends_at, zone) if booking else None,
        "place": place_of(booking.table) if booking else "",
        "others": [one for one in queries.parties_of(found) if one.profile_id != profile.pk],
        "said": noted_by(profile, found),
        "has_begun": booking is not None and booking.starts_at <= clock(),
        "is_off": found.state == BilateralState.CANCELLED,
        "offers": _offers(profile, found, zone),
        "tab": "meeting",
        "error": error,
    }
    status = more.pop("status", int(error.status) if error else HTTPStatus.OK)
    return render(request, "bilaterals/day/meeting.html", context | more, status=status)


def _offers(profile: Profile, found: Bilateral, zone: str) -> list[dict[str, Any]]:
    return [
        {
            "pk": one.pk,
            "who": one.other.registration,
            "span": span(one.slot.starts_at, one.slot.ends_at, zone),
            "reasons": offering.reasons(one),
        }
        for one in offering.open_offers(profile, found)
    ]


@require_POST
def attendance(request: HttpRequest, group: str, slug: str, pk: int) -> HttpResponse:
    """Whether the others came, or that it is not known after all."""
    profile = present_profile_at(request, group, slug)
    found = queries.meeting_of(profile, pk)
    said = request.POST.get("came", "")
    if said not in SAYS:
        raise NotFound
    try:
        note(by=profile, meeting=found, came=SAYS[said])
    except CorridorError as error:
        return page(request, profile, found, error)
    return see_other("bilaterals:own-meeting", group, slug, pk)


@require_POST
def replacement(request: HttpRequest, group: str, slug: str, pk: int, offer: int) -> HttpResponse:
    """Take one of those that are offered."""
    profile = present_profile_at(request, group, slug)
    found = queries.meeting_of(profile, pk)
    wanted = Replacement.objects.filter(pk=offer, missed=found, to=profile).first()
    if wanted is None:
        raise NotFound
    try:
        booking = offering.take(by=profile, replacement=wanted)
    except CorridorError as error:
        return page(request, profile, queries.meeting_of(profile, pk), error)
    messages.success(request, _("It is booked: %(place)s.") % {"place": place_of(booking.table)})
    return see_other("bilaterals:own-meeting", group, slug, booking.meeting_id)
