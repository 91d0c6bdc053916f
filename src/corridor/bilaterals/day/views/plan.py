"""The day for organisers: the plan of tables, everybody's agendas, the board, and who did not come."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from corridor.bilaterals.day import paper, plan
from corridor.bilaterals.day.addresses import address_of, board_of_key, new_address
from corridor.bilaterals.day.agenda import agendas_of
from corridor.bilaterals.day.letters import send_agendas
from corridor.bilaterals.day.missing import no_shows
from corridor.bilaterals.day.queries import with_meetings
from corridor.bilaterals.queries import bilaterals_for_coordinating
from corridor.kernel.clock import clock
from corridor.kernel.errors import NotFound
from corridor.kernel.http.keyed import by_key
from corridor.kernel.http.request import Request
from corridor.kernel.typesetting import as_pdf
from corridor.members.views import see_other


@login_required
@require_safe
def table_plan(request: Request, group: str, slug: str) -> HttpResponse:
    found = bilaterals_for_coordinating(request.user, group, slug)
    context = {
        "event": found.event,
        "plan": plan.plan_of(found),
        "board": address_of(found),
        "tab": "plan",
    }
    return render(request, "bilaterals/day/plan.html", context)


@login_required
@require_safe
def agendas_pdf(request: Request, group: str, slug: str) -> HttpResponse:
    """Everybody's in one file, to be laid out at the door."""
    found = bilaterals_for_coordinating(request.user, group, slug)
    people = list(with_meetings(found))
    if not people:
        raise NotFound
    return as_pdf(paper.of_people(agendas_of(people), at=timezone.now()), f"{slug}-agendas")


@login_required
@require_POST
def letters(request: Request, group: str, slug: str) -> HttpResponse:
    found = bilaterals_for_coordinating(request.user, group, slug)
    count = send_agendas(found)
    sent = ngettext("%(count)s person gets their agenda.", "%(count)s people get their agendas.", count)
    messages.success(request, sent % {"count": count})
    return see_other("bilaterals:table-plan", group, slug)


@login_required
@require_POST
def board_address(request: Request, group: str, slug: str) -> HttpResponse:
    found = bilaterals_for_coordinating(request.user, group, slug)
    new_address(by=request.user, bilaterals=found)
    messages.success(request, _("This is the board’s new address. An older one no longer works."))
    return see_other("bilaterals:table-plan", group, slug)


@login_required
@require_safe
def missing(request: Request, group: str, slug: str) -> HttpResponse:
    found = bilaterals_for_coordinating(request.user, group, slug)
    context = {"event": found.event, "missing": no_shows(found), "tab": "no-shows"}
    return render(request, "bilaterals/day/no_shows.html", context)


@never_cache
@by_key
@require_safe
def board(request: HttpRequest, key: str) -> HttpResponse:
    """For a screen at the venue, by its secret address."""
    found, now = board_of_key(key), clock()
    context = {"event": found.event, "slots": plan.on_board(found, now), "now": now}
    return render(request, "bilaterals/day/board.html", context)
