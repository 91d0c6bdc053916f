"""Request bodies larger than any form here needs are not even received."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import CorridorError

from .middleware import problem, wants_json

MEGA: Final = 1024 * 1024
MAX_BODY: Final = 12 * MEGA  # the largest spreadsheet, and what a form puts around it

_LARGER: dict[str, Callable[[], int]] = {}  # bytes, by the end of the path as a pattern


class TooLarge(CorridorError):
    code = "too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    text = _("This is more than can be sent at once. Split the file.")


def allow_larger(path: str, most: Callable[[], int]) -> None:
    """A room's addresses that end in the pattern ``path`` take up to ``most()`` bytes."""
    _LARGER[path] = most


def largest_body(path: str) -> int:
    allowed = (most() for pattern, most in _LARGER.items() if re.search(f"{pattern}$", path))
    return max(MAX_BODY, *allowed, 0)


def capped_bodies(handle: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers 413 by the announced length, before anything reads the body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) <= largest_body(request.path):
            return handle(request)
        error = TooLarge()
        status = int(error.status)
        if wants_json(request):
            return problem(error.code, status, str(error.text))
        return render(request, "kernel/error.html", {"error": error, "status": status}, status=status)

    return middleware
