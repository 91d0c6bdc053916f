"""Pages of the reviews: what waits, one service with its checklist; and the hub's two buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.catalogue.contents import contents_of, proposed_contents
from corridor.catalogue.enums import Verdict
from corridor.catalogue.models import Service
from corridor.catalogue.queries import service_for_editing, service_for_review
from corridor.catalogue.wording import changes, told
from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.http.request import Request
from corridor.members.views import see_other

from . import actions, queries
from .forms import ReviewForm, VersionForm

ON_A_PAGE = 30


@login_required
@require_safe
def reviews(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_reviewing(request.viewer, slug)
    waiting = queries.waiting_in(group, request.user, request.viewer)
    context = {
        "group": group,
        "page": Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page")),
        "others": queries.others_waiting_in(group, request.user, request.viewer),
        "today": timezone.localdate(),
    }
    return render(request, "catalogue/reviews/reviews.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, slug: str, pk: int) -> HttpResponse:
    service = _for_review(request, slug, pk)
    form = ReviewForm(request.POST or None, initial={"version": service.version})
    if request.method != "POST":
        return _page(request, service, form)
    if not form.is_valid():
        return _page(request, service, form, status=422)
    given = form.cleaned_data
    actions.review_service(by=request.user, viewer=request.viewer, service=service, **given)
    is_shared = given["verdict"] == Verdict.SHARED
    messages.success(
        request, _("The service is shared.") if is_shared else _("The service is returned to its hub.")
    )
    return see_other("catalogue:reviews", slug)


def _for_review(request: Request, slug: str, pk: int) -> Service:
    """Whoever presses a button too late is told so."""
    try:
        return service_for_review(request.user, request.viewer, slug, pk)
    except NotFound:
        if request.method == "POST" and queries.was_decided(request.user, request.viewer, slug, pk):
            raise Conflict(_("Somebody decided about this service before you.")) from None
        raise


def _page(request: Request, service: Service, form: ReviewForm, *, status: int = 200) -> HttpResponse:
    proposed = proposed_contents(service)
    context: dict[str, Any] = {
        "group": service.group,
        "service": service,
        "form": form,
        "told": told(proposed),
        "changes": changes(contents_of(service), proposed) if service.is_offered else [],
        "earlier": service.reviews.select_related("by")[:5],
    }
    return render(request, "catalogue/reviews/review.html", context, status=status)


@login_required
@require_POST
def submission(request: Request, hub: str, slug: str) -> HttpResponse:
    service = service_for_editing(request.user, hub, slug)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Conflict
    kept = actions.submit_service(by=request.user, service=service, version=form.cleaned_data["version"])
    messages.success(request, _said(kept))
    return see_other("catalogue:service", hub, slug)


def _said(kept: Service) -> str:
    if not kept.waits_for_review:
        return _("It is shared with your hub.")
    if kept.co_providers.missing().exists():
        return _("It is submitted. The hubs that provide it with you are asked first.")
    return _("It is submitted. A second person of the group looks at it now.")


@login_required
@require_POST
def recall(request: Request, hub: str, slug: str) -> HttpResponse:
    actions.recall_service(by=request.user, service=service_for_editing(request.user, hub, slug))
    messages.success(request, _("It is taken back. Submit it again when you are ready."))
    return see_other("catalogue:service", hub, slug)
