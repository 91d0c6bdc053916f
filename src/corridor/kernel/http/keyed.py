"""Pages that a key in their address opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse


def by_key(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages that a key in the address opens: nobody keeps, lists or passes on that address.

    The referrer stays within this site. ``no-referrer`` would make browsers send ``Origin: null`` with the
    page's own forms, which the check against forged requests refuses.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper
