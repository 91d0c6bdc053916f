"""What is asked twice: withdrawing a service, taking it up again, deleting a draft, dropping a proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.catalogue import actions, queries
from corridor.catalogue.contents import contents_of, proposed_contents
from corridor.catalogue.forms import VersionForm, WithdrawalForm
from corridor.catalogue.models import Service
from corridor.catalogue.wording import changes
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.members.views import see_other

asked = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@asked
def withdrawal(request: Request, hub: str, slug: str) -> HttpResponse:
    service = queries.service_for_editing(request.user, hub, slug)

    def act(form: WithdrawalForm) -> None:
        reason = form.cleaned_data["reason"]
        actions.withdraw_service(by=request.user, service=service, reason=reason)
        messages.success(request, _("The service is withdrawn. Its page stays and says so."))

    if service.is_draft and not service.shared_at:
        return see_other("catalogue:deletion", hub, slug)
    form = WithdrawalForm(_posted(request))
    return _confirmed(request, service, form, act, "catalogue/withdrawal.html")


@login_required
@asked
def offer_again(request: Request, hub: str, slug: str) -> HttpResponse:
    service = queries.service_for_editing(request.user, hub, slug)

    def act(_form: VersionForm) -> None:
        actions.offer_again(by=request.user, service=service)
        messages.success(request, _("It is a draft again. Look it through and submit it for review."))

    form = VersionForm(_posted(request), initial={"version": service.version})
    return _confirmed(request, service, form, act, "catalogue/offer_again.html")


@login_required
@asked
def deletion(request: Request, hub: str, slug: str) -> HttpResponse:
    service = queries.service_for_editing(request.user, hub, slug)

    def act(form: VersionForm) -> None:
        _unchanged(service, form)
        actions.delete_draft(by=request.user, service=service)
        messages.success(request, _("The draft is deleted."))

    form = VersionForm(_posted(request), initial={"version": service.version})
    return _confirmed(request, service, form, act, "catalogue/deletion.html", after=("catalogue:of-hub", hub))


@login_required
@asked
def dropped_proposal(request: Request, hub: str, slug: str) -> HttpResponse:
    service = queries.service_for_editing(request.user, hub, slug)
    if not service.pending:
        raise NotFound

    def act(form: VersionForm) -> None:
        actions.drop_proposal(by=request.user, service=service, version=form.cleaned_data["version"])
        messages.success(request, _("The proposed change is dropped. Others see the service as before."))

    form = VersionForm(_posted(request), initial={"version": service.version})
    told = changes(contents_of(service), proposed_contents(service))
    return _confirmed(request, service, form, act, "catalogue/dropping.html", {"changes": told})


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _unchanged(service: Service, form: VersionForm) -> None:
    if service.version != form.cleaned_data["version"]:
        raise Conflict


def _confirmed(
    request: Request,
    service: Service,
    form: Any,
    act: Callable[[Any], None],
    template: str,
    context: dict[str, Any] | None = None,
    *,
    after: tuple[str, ...] = (),
) -> HttpResponse:
    status, refusal = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form)
            except (Conflict, Refused) as error:
                status, refusal = error.status, error
            else:
                return see_other(*(after or ("catalogue:service", service.hub.slug, service.slug)))
    page = {"service": service, "hub": service.hub, "form": form, "refusal": refusal}
    return render(request, template, page | (context or {}), status=status)
