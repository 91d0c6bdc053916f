"""Schedules as organisers see them: asked for, watched, looked at, published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.bilaterals.enums import ProposalState
from corridor.bilaterals.models import Bilaterals, Proposal
from corridor.bilaterals.queries import bilaterals_for_coordinating
from corridor.kernel.errors import Conflict, CorridorError
from corridor.kernel.http.request import Request
from corridor.members.views import see_other

from . import actions, demands, placing, proofs, queries
from .forms import ProposeForm
from .publishing import publish_proposal
from .showing import Shown, base_of

SHOWS = ("tables", "people")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: Request, slug: str, event: str) -> HttpResponse:
    bilaterals = bilaterals_for_coordinating(request.user, slug, event)
    form = ProposeForm(request.POST if request.method == "POST" else None, bilaterals)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.request_proposal(by=request.user, bilaterals=bilaterals, **form.cleaned_data)
        except CorridorError as error:
            return _overview(request, bilaterals, form, error)
        return see_other("bilaterals:schedule", slug, event, made.number)
    return _overview(request, bilaterals, form)


def _overview(
    request: Request, bilaterals: Bilaterals, form: ProposeForm, error: CorridorError | None = None
) -> HttpResponse:
    context = frame(bilaterals) | {
        "form": form,
        "error": error,
        "counts": queries.counts(bilaterals),
        "proposals": queries.proposals_listed(bilaterals),
    }
    status = int(error.status) if error else 422 if form.is_bound else 200
    return render(request, "bilaterals/scheduling/overview.html", context, status=status)


def frame(bilaterals: Bilaterals) -> dict[str, Any]:
    event = bilaterals.event
    return {"bilaterals": bilaterals, "event": event, "group": event.group, "tab": "overview"}


@login_required
@require_safe
def schedule(request: Request, slug: str, event: str, number: int) -> HttpResponse:
    return _page(request, queries.proposal_for_coordinating(request.user, slug, event, number))


def _page(request: Request, proposal: Proposal, error: CorridorError | None = None) -> HttpResponse:
    show = request.GET.get("show", "")
    context = _state(proposal) | {"error": error, "show": show if show in SHOWS else SHOWS[0]}
    if not queries.is_running(proposal):
        shown, base = Shown(proposal), base_of(proposal)
        context |= {
            "shown": shown,
            "demands": demands.in_words(proposal),
            "base": base,
            "steps": shown.steps(placing.from_json(base.placed)) if base else [],
        }
    status = int(error.status) if error else 200
    return render(request, "bilaterals/scheduling/schedule.html", context, status=status)


def _state(proposal: Proposal) -> dict[str, Any]:
    return frame(proposal.bilaterals) | {
        "proposal": proposal,
        "running": queries.is_running(proposal),
        "verdict": proofs.in_words(proposal) if proposal.proof else "",
        "values": proofs.values(proposal),
        "may_publish": proposal.state == ProposalState.DONE and proposal.proof != "impossible",
    }


@login_required
@require_safe
def progress(request: Request, slug: str, event: str, number: int) -> HttpResponse:
    """How far it is, as a part of the page that asks again and again; the whole page once it has ended."""
    proposal = queries.proposal_for_coordinating(request.user, slug, event, number)
    response = render(request, "bilaterals/scheduling/parts/progress.html", _state(proposal))
    if not queries.is_running(proposal):
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def stopping(request: Request, slug: str, event: str, number: int) -> HttpResponse:
    proposal = queries.proposal_for_coordinating(request.user, slug, event, number)
    return _step(
        request, proposal, actions.stop_proposal, _("It stops in a second; the best so far is kept.")
    )


@login_required
@require_POST
def discarding(request: Request, slug: str, event: str, number: int) -> HttpResponse:
    proposal = queries.proposal_for_coordinating(request.user, slug, event, number)
    return _step(request, proposal, actions.discard_proposal, _("The schedule is discarded."))


@login_required
@require_POST
def publication(request: Request, slug: str, event: str, number: int) -> HttpResponse:
    proposal = queries.proposal_for_coordinating(request.user, slug, event, number)
    try:
        told = len(publish_proposal(by=request.user, proposal=proposal))
    except Conflict as error:
        return _page(request, queries.proposal_for_coordinating(request.user, slug, event, number), error)
    said = ngettext(
        "The schedule is published. %(count)d person whose day changes is told.",
        "The schedule is published. %(count)d people whose day changes are told.",
        told,
    )
    messages.success(request, said % {"count": told})
    return see_other("bilaterals:schedule", slug, event, number)


def _step(request: Request, proposal: Proposal, action: Any, said: str) -> HttpResponse:
    event = proposal.bilaterals.event
    where = event.group.slug, event.slug, proposal.number
    try:
        action(by=request.user, proposal=proposal)
    except Conflict as error:
        return _page(request, queries.proposal_for_coordinating(request.user, *where), error)
    messages.success(request, said)
    return see_other("bilaterals:schedule", *where)
