"""The slots of a test bed as those who write its service see them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from corridor.catalogue import queries
from corridor.catalogue.models import Service
from corridor.kernel.agenda import day_in_words
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.members.views import see_other

from .actions import Overlap, add_slots, remove_slots
from .forms import SlotsForm
from .hours import in_words, zone_of_hub

MOST_REMOVED = 500


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: Request, hub: str, slug: str) -> HttpResponse:
    service = _with_test_bed(request, hub, slug)
    form = SlotsForm(service, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, service, form)
    if not form.is_valid():
        return _page(request, service, form, 422)
    try:
        added = add_slots(by=request.user, service=service, times=form.times)
    except (Refused, Conflict) as error:
        form.add_error("day", _refusal(error, form.cleaned_data["zone"]))
        return _page(request, service, form, error.status)
    said = ngettext("%(count)s slot is added.", "%(count)s slots are added.", len(added))
    messages.success(request, said % {"count": len(added)})
    for day, remark in form.remarks:
        messages.warning(request, f"{day_in_words(day)}: {remark}")
    return see_other("catalogue:slots", hub, slug)


@login_required
@require_POST
def removal(request: Request, hub: str, slug: str) -> HttpResponse:
    service = _with_test_bed(request, hub, slug)
    wanted = request.POST.getlist("slots")[:MOST_REMOVED]
    ids = [int(one) for one in wanted if one.isascii() and one.isdigit() and len(one) <= queries.LONGEST_ID]
    gone = remove_slots(by=request.user, service=service, ids=ids)
    said = ngettext("%(count)s slot is removed.", "%(count)s slots are removed.", gone)
    messages.success(request, said % {"count": gone})
    return see_other("catalogue:slots", hub, slug)


def _with_test_bed(request: Request, hub: str, slug: str) -> Service:
    service = queries.service_for_editing(request.user, hub, slug)
    if not hasattr(service, "test_bed"):
        raise NotFound
    return service


def _refusal(error: Refused | Conflict, zone: str) -> str:
    if not isinstance(error, Overlap):
        return str(error.text)
    if error.slot is None:
        return _("These slots overlap each other. Nothing was added.")
    there = in_words(error.slot.starts_at, error.slot.ends_at, zone)
    return _("There is a slot already: %(slot)s. Nothing was added.") % {"slot": there}


def _page(request: Request, service: Service, form: Any, status: int = 200) -> HttpResponse:
    context = {
        "service": service,
        "hub": service.hub,
        "form": form,
        "slots": queries.coming_slots(service.test_bed),
        "given": queries.given_slots(service.test_bed),
        "zone": zone_of_hub(service.hub),
    }
    return render(request, "catalogue/slots.html", context, status=status)
