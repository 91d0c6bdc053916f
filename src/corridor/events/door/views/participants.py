"""The list of participants, and what organisers do for one of them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.events.door import actions, badges, queries
from corridor.events.door.forms import CancelForm, FilterForm
from corridor.events.enums import ACTIVE, RegistrationState
from corridor.events.models import Registration
from corridor.events.queries import event_for_organising
from corridor.kernel.errors import Conflict, CorridorError, Refused
from corridor.kernel.http.paging import PAGE_SIZE
from corridor.kernel.http.request import Request
from corridor.members.views import see_other


@login_required
@require_safe
def participants(request: Request, group: str, slug: str) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)
    form = FilterForm(request.GET)
    page = Paginator(queries.wanted(event, form.asked), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = queries.counts(event)
    context = {
        "event": event,
        "form": form,
        "page": page,
        "counts": counts,
        "badges": badges.files(counts["on_site"]),
    }
    return render(request, "events/door/participants.html", context)


@login_required
@require_safe
def participant(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    return _page(request, queries.participant_for_organising(request.user, group, slug, pk))


def _page(request: Request, found: Registration, error: CorridorError | None = None) -> HttpResponse:
    context = {
        "event": found.event,
        "participant": found,
        "answers": found.answers.select_related("question"),
        "sessions": found.sessions.all(),
        "may_promote": found.state == RegistrationState.WAITING,
        "may_cancel": found.state in ACTIVE,
        "form": CancelForm(),
        "error": error,
    }
    status = int(error.status) if error else 200
    return render(request, "events/door/participant.html", context, status=status)


@login_required
@require_POST
def promotion(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    found = queries.participant_for_organising(request.user, group, slug, pk)
    try:
        actions.promote(by=request.user, registration=found)
    except (Conflict, Refused) as error:
        return _page(request, queries.participant_for_organising(request.user, group, slug, pk), error)
    messages.success(request, _("%(name)s has a place and is told.") % {"name": found.name})
    return see_other("events:participant", group, slug, pk)


@login_required
@require_POST
def cancellation(request: Request, group: str, slug: str, pk: int) -> HttpResponse:
    found = queries.participant_for_organising(request.user, group, slug, pk)
    form = CancelForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        actions.cancel_for(by=request.user, registration=found, why=why)
    except Conflict as error:
        return _page(request, queries.participant_for_organising(request.user, group, slug, pk), error)
    messages.success(request, _("The registration of %(name)s is cancelled.") % {"name": found.name})
    return see_other("events:participant", group, slug, pk)
