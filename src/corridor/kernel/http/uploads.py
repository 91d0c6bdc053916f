"""Request bodies larger than any form here needs are not even received; where a file finds no room on the way
in, that is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
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


class NoRoom(CorridorError):
    code = "no-room"
    status = HTTPStatus.INSUFFICIENT_STORAGE
    text = _("The file could not be stored: the server has no room for it. Nothing was saved.")


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
        return _told(request, TooLarge())

    return middleware


class Temporary(TemporaryFileUploadHandler):
    """Where a larger file lies until its view has read it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        with self._room():
            super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with self._room():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        with self._room():
            return super().file_complete(file_size)

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            with suppress(OSError):
                self.upload_interrupted()
            raise NoRoom from error


class room_for_uploads:  # noqa: N801 - named like the functions beside it in MIDDLEWARE
    """Before the check of the form's token, which is the first to read a form; its errors would be 500."""

    def __init__(self, handle: Callable[[HttpRequest], HttpResponse]) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.handle(request)

    def process_view(self, request: HttpRequest, *_called: Any) -> HttpResponse | None:
        if request.content_type != "multipart/form-data":
            return None
        try:
            request.POST  # noqa: B018 - reads the form and its files
        except NoRoom as error:
            return _told(request, error)
        return None


def _told(request: HttpRequest, error: CorridorError) -> HttpResponse:
    status = int(error.status)
    if wants_json(request):
        return problem(error.code, status, str(error.text))
    return render(request, "kernel/error.html", {"error": error, "status": status}, status=status)
