from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .now import forget_count

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def count_anew(handle: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever did something may have done what waited for them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        if request.method not in SAFE and request.user.is_authenticated:
            forget_count(request.user)
        return response

    return middleware
