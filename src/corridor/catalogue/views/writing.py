"""A service as those who write it draft and change it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.catalogue import actions, queries
from corridor.catalogue.contents import LABELS, contents_of, differing, proposed_contents
from corridor.catalogue.enums import SERVICE_AUDIENCES
from corridor.catalogue.forms import ServiceForm, as_fields, differing_in_words
from corridor.catalogue.models import Service
from corridor.kernel.http.request import Request
from corridor.members.groups.editing import Editing, edit
from corridor.members.models import Hub
from corridor.members.queries import hub_for_editing, memberships_today
from corridor.members.views import see_other

edited = require_http_methods(["GET", "HEAD", "POST"])
TEMPLATE = "catalogue/service_form.html"


@login_required
@edited
def new_service(request: Request, hub: str) -> HttpResponse:
    ours = hub_for_editing(request.user, hub)

    def save(_version: int, form: ServiceForm) -> str:
        made = actions.create_service(by=request.user, hub=ours, values=form.values)
        return reverse("catalogue:service", args=[ours.slug, made.slug])

    form = partial(ServiceForm, hub=ours, viewer=request.viewer)
    said = _("The draft is saved. Only your hub sees it until it is reviewed and shared.")
    return edit(request, Editing(form, partial(_begun, ours), save, TEMPLATE, said, {"hub": ours}))


def _begun(hub: Hub) -> dict[str, Any]:
    """What is probably right in a new one."""
    groups = memberships_today().filter(hub=hub).values_list("group__slug", flat=True)
    known = {"languages": hub.working_languages, "audience": SERVICE_AUDIENCES[-1], "version": 0}
    return known | ({"group": groups[0]} if len(groups) == 1 else {})


@login_required
@edited
def edit_service(request: Request, hub: str, slug: str) -> HttpResponse:
    service = queries.service_for_editing(request.user, hub, slug)
    if service.is_withdrawn and request.method != "POST":
        return see_other("catalogue:offer-again", hub, slug)

    def stored() -> dict[str, Any]:
        kept = Service.objects.get(pk=service.pk)
        return as_fields(proposed_contents(kept), kept.version)

    def save(version: int, form: ServiceForm) -> str:
        before, was_submitted = Service.objects.get(pk=service.pk), service.waits_for_review
        shared, proposed = contents_of(before), proposed_contents(before)
        kept = actions.edit_service(by=request.user, service=service, version=version, values=form.values)
        _tell(request, kept, shared, differing(proposed, form.values))
        if was_submitted and not kept.waits_for_review:
            messages.warning(request, _("It was taken back from review. Submit it again when it is ready."))
        return reverse("catalogue:service", args=[hub, slug])

    form = partial(ServiceForm, hub=service.hub, viewer=request.viewer, service=service)
    context = {"hub": service.hub, "service": service}
    return edit(request, Editing(form, stored, save, TEMPLATE, "", context, differing=differing_in_words))


def _tell(request: Request, kept: Service, shared: Mapping[str, Any], changed: list[str]) -> None:
    """What is live at once, and what waits for the review."""
    waiting = [name for name in changed if name in (kept.pending or {})]
    live = [name for name in changed if name not in waiting and contents_of(kept)[name] != shared[name]]
    if not changed:
        messages.info(request, _("Nothing was changed."))
    elif kept.is_draft:
        messages.success(request, _("The draft is saved."))
    elif not waiting and not live:
        messages.success(request, _("What you had proposed there is taken back."))
    if live and not kept.is_draft:
        messages.success(request, _("Others see at once: %(fields)s.") % {"fields": _named(live)})
    if waiting:
        said = _("Waits for a review before others see it: %(fields)s. Submit it when it is ready.")
        messages.success(request, said % {"fields": _named(waiting)})


def _named(names: list[str]) -> str:
    return ", ".join(str(LABELS[name]) for name in names)
