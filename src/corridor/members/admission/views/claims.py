"""“I work for this hub”: the public form, and the page of whoever decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import Conflict
from corridor.kernel.http.request import Request
from corridor.members.admission import actions, evidence, guard, queries, rules
from corridor.members.admission.forms import ClaimDecisionForm, ClaimForm, ReasonForm
from corridor.members.admission.models import TIME_TO_CONFIRM, TIME_TO_DECIDE, Claim
from corridor.members.models import Hub
from corridor.members.views import see_other

from . import page, too_often


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: Request, slug: str) -> HttpResponse:
    hub = queries.hub_to_claim(request.viewer, slug)
    if rules.acts_for(request.user, hub):
        return see_other("members:people", slug)
    if request.method != "POST":
        return _form(request, hub, ClaimForm(initial=_known(request)))
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _form(request, hub, form, 422)
    if wait := guard.seconds_to_wait(request, form.cleaned_data["email"]):
        form.add_error(None, _("This was sent very often. Please wait an hour and send it again."))
        return too_often(_form(request, hub, form), wait)
    actions.make_claim(hub=hub, values=form.values, language=form.cleaned_data["language"])
    return see_other("members:claim-sent", slug)


@require_safe
def sent(request: Request, slug: str) -> HttpResponse:
    hub = queries.hub_to_claim(request.viewer, slug)
    return page(request, "claim_sent", {"hub": hub, "days": TIME_TO_CONFIRM.days})


def _known(request: Request) -> dict[str, str]:
    person: Any = request.user
    return {"name": person.name, "email": person.email} if person.is_authenticated else {}


def _form(request: Request, hub: Hub, form: ClaimForm, status: int = 200) -> HttpResponse:
    context = {"hub": hub, "form": form, "has_editor": rules.has_editor(hub), "days": TIME_TO_DECIDE.days}
    return page(request, "claim", context, status)


@login_required
@require_safe
def decision(request: Request, slug: str, pk: int) -> HttpResponse:
    return _decision(request, queries.claim_for_deciding(request.user, slug, pk))


@login_required
@require_POST
def grant(request: Request, slug: str, pk: int) -> HttpResponse:
    claim = queries.claim_for_deciding(request.user, slug, pk)
    form = ClaimDecisionForm(request.POST)
    if not form.is_valid():
        return _decision(request, claim, grant_form=form, status=422)
    try:
        actions.grant_claim(by=request.user, claim=claim, role=form.cleaned_data["role"])
    except Conflict as error:
        return _decision(request, queries.claim_for_deciding(request.user, slug, pk), error=error, status=409)
    messages.success(request, _("The seat is theirs now, and they have been told."))
    return see_other("members:claim-decision", slug, pk)


@login_required
@require_POST
def refusal(request: Request, slug: str, pk: int) -> HttpResponse:
    claim = queries.claim_for_deciding(request.user, slug, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _decision(request, claim, refusal_form=form, status=422)
    try:
        actions.decline_claim(by=request.user, claim=claim, reason=form.cleaned_data["reason"])
    except Conflict as error:
        return _decision(request, queries.claim_for_deciding(request.user, slug, pk), error=error, status=409)
    messages.success(request, _("The claimant has been told, with your reason."))
    return see_other("members:claim-decision", slug, pk)


def _decision(request: Request, claim: Claim, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "claim": claim,
        "hub": claim.hub,
        "own_domain": evidence.is_own_domain(claim.email, claim.hub),
        "domain": evidence.domain_of(claim.email),
        "has_editor": rules.has_editor(claim.hub),
        "grant_form": ClaimDecisionForm(),
        "refusal_form": ReasonForm(),
    }
    return page(request, "claim_decision", context | more, status)
