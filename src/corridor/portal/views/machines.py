"""Files that programs ask for by a fixed name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.search.asking import whole_number
from corridor.portal import queries

FIXED = ("portal:home", "portal:search", "portal:hubs", "portal:map", "catalogue:services")
PART = 2_000  # pages in one sitemap; 50,000 and 50 MB are allowed


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page once, with its address in each language; where there are many, first their parts."""
    entries = [{"name": name, "args": [], "changed": None} for name in FIXED] + queries.addresses()
    parts = range(1, -(-len(entries) // PART) + 1)
    beyond = len(parts) + 1
    number = whole_number(request.GET.get("part", "0"), beyond, 0, beyond)
    if number not in (0, *parts):
        raise NotFound
    if number == 0 and len(parts) > 1:
        return _xml(request, "portal/sitemap_parts.xml", {"parts": parts})
    chosen = entries[(max(number, 1) - 1) * PART :][:PART]
    with override(DEFAULT):
        pages = [_page(one["name"], one["changed"], *one["args"]) for one in chosen]
    return _xml(request, "portal/sitemap.xml", {"pages": pages, "codes": CODES, "default": DEFAULT})


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"base": settings.BASE_URL}
    return render(request, template, context, content_type="application/xml")


def _page(name: str, changed: datetime | None = None, *args: str) -> dict[str, Any]:
    path = reverse(name, args=args)
    return {"path": path, "rest": path.removeprefix(f"/{DEFAULT}/"), "changed": changed}


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    group = queries.main_group()
    name = str(group) if group else str(settings.SITE_NAME)
    icon = {"src": static("kernel/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {"name": name, "start_url": "/", "display": "browser", "icons": [icon]},
        content_type="application/manifest+json",
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(static("kernel/favicon.svg"))
