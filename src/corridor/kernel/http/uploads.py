"""Request bodies larger than any form here needs are not even received."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import CorridorError

from .middleware import problem, wants_json

MAX_BODY: Final = 12 * 1024 * 1024  # the largest spreadsheet, and what a form puts around it


class TooLarge(CorridorError):
    code = "too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    text = _("This is more than can be sent at once. Split the file.")


def capped_bodies(handle: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers 413 by the announced length, before anything reads the body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) <= MAX_BODY:
            return handle(request)
        error = TooLarge()
        status = int(error.status)
        if wants_json(request):
            return problem(error.code, status, str(error.text))
        return render(request, "kernel/error.html", {"error": error, "status": status}, status=status)

    return middleware
