"""Badges to print, and a participant's own code to show."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.events.codes import door_url, qr_svg
from corridor.events.door import badges, queries
from corridor.events.enums import Presence
from corridor.events.models import Registration
from corridor.events.queries import event_for_organising, own_registration_at
from corridor.kernel.clock import clock
from corridor.kernel.errors import NotFound
from corridor.kernel.http.request import Request
from corridor.kernel.typesetting import as_pdf

SVG = "image/svg+xml"


@login_required
@require_safe
def all_badges(request: Request, group: str, slug: str) -> HttpResponse:
    """Of those who are registered on site, some sheets in a file."""
    event = event_for_organising(request.user, group, slug)
    people = queries.participants(event).coming().filter(presence=Presence.ON_SITE)
    page = Paginator(people, badges.IN_A_FILE).get_page(request.GET.get("page"))
    return as_pdf(badges.sheet(event, page, clock()), f"{event.slug}-badges-{page.number}")


@login_required
@require_safe
def badge(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    found = queries.participant_for_organising(request.user, group, slug, pk)
    return as_pdf(badges.sheet(found.event, [found], clock()), f"{found.event.slug}-badge-{pk}")


@require_safe
def own_code(request: Request, group: str, slug: str) -> HttpResponse:
    found = _coming(request, group, slug)
    return render(request, "events/door/own_code.html", {"event": found.event, "registration": found})


@require_safe
def own_code_picture(request: Request, group: str, slug: str) -> HttpResponse:
    return HttpResponse(qr_svg(door_url(_coming(request, group, slug))), content_type=SVG)


def _coming(request: Request, group: str, slug: str) -> Registration:
    found = own_registration_at(request, group, slug)
    if not found.is_coming:
        raise NotFound
    return found
