"""Pages of admission: door, form, action, redirect."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def by_key(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages that a key in the address opens: nobody keeps, lists or passes on that address.

    The referrer stays within this site. ``no-referrer`` would make browsers send ``Origin: null`` with the
    page's own forms, which the check against forged requests refuses.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper


def page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, f"members/admission/{name}.html", context, status=status)


def too_often(response: HttpResponse, wait: int) -> HttpResponse:
    """The same page with everything that was written, and when to send it again."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response.headers["Retry-After"] = str(wait)
    return response
