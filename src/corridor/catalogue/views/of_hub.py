"""A hub's services: for everybody what it offers, for its own people where each of them stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.catalogue import queries, rules
from corridor.catalogue.desk import desk_of
from corridor.kernel.http.request import Request
from corridor.members.queries import hub_for_viewing


@require_safe
def services_of_hub(request: Request, hub: str) -> HttpResponse:
    found = hub_for_viewing(request.viewer, hub)
    is_ours = found.pk in request.viewer.hubs
    context = {
        "hub": found,
        "offered": queries.offered_by(request.viewer, found),
        "is_ours": is_ours,
        "writes": rules.writes_for(request.user, found),
        "stacks": desk_of(found) if is_ours else [],
        "asked": queries.asked_of(found) if is_ours else [],
    }
    return render(request, "catalogue/of_hub.html", context)
