"""Answers that everybody may keep for a minute, with an ETag; what a person sees is kept by nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

FOR_EVERYBODY: Final = "public, max-age=60"


def kept_for_a_minute(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For GET: ``Cache-Control``, an ETag of the content, and 304 where the reader has it already."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or response.status_code != 200:  # noqa: PLR2004
            return response
        if not request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", FOR_EVERYBODY)
        patch_vary_headers(response, ("Authorization",))
        set_response_etag(response)
        answer = get_conditional_response(request, etag=response["ETag"], response=response)
        return answer or response

    return wrapper
