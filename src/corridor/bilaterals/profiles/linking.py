"""The way in for those without an account: a link in a letter opens their own pages in this browser."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from corridor.events.queries import hold, registration_of_key
from corridor.kernel.errors import NotFound

PAGES: Final = ("profile", "people", "requests", "suggestions")


@never_cache
@require_safe
def link(request: HttpRequest, key: str, page: str) -> HttpResponse:
    if page not in PAGES:
        raise NotFound
    registration = registration_of_key(key)
    hold(request, registration, key)
    event = registration.event
    return redirect(f"bilaterals:{page}", event.group.slug, event.slug)
