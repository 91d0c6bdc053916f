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

from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.portal import queries

FIXED = ("portal:home", "portal:search", "portal:hubs", "portal:map", "catalogue:services")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page once, with its address in each language."""
    with override(DEFAULT):
        pages = [_page(name) for name in FIXED]
        pages += [_page(page["name"], page["changed"], *page["args"]) for page in queries.addresses()]
    context = {"pages": pages, "codes": CODES, "base": settings.BASE_URL, "default": DEFAULT}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


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
