"""Services as everybody finds, reads and compares them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.catalogue import queries, rules
from corridor.kernel.http.request import Request


@require_safe
def services(request: Request) -> HttpResponse:
    return render(request, "catalogue/services.html", {})


@require_safe
def service(request: Request, hub: str, slug: str) -> HttpResponse:
    service = queries.service_for_viewing(request.viewer, hub, slug)
    context = {"service": service, "writes": rules.writes_for(request.user, service.hub)}
    return render(request, "catalogue/service.html", context)
