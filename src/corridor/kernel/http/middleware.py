"""Language from the address, private pages out of caches, and errors as pages or problem+json."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from corridor.kernel.errors import CorridorError, NotTaken

Handler = Callable[[HttpRequest], HttpResponse]


class language(LocaleMiddleware):  # noqa: N801 - named like the functions beside it in MIDDLEWARE
    """The language is the first part of the address; only ``/`` looks at Accept-Language."""


def private_pages(handle: Handler) -> Handler:
    """What a signed-in person sees is never kept by a cache between us and them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        patch_vary_headers(response, ("Cookie",))
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def problem(code: str, status: int, text: str) -> JsonResponse:
    """An error for programs, as RFC 9457 has it."""
    return JsonResponse(
        {"type": f"about:blank#{code}", "title": text, "status": status, "code": code},
        status=status,
        content_type="application/problem+json",
    )


class errors_as_pages:  # noqa: N801
    """Turns a ``CorridorError`` that no view handled into a page that helps, or into problem+json."""

    def __init__(self, handle: Handler) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.handle(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return _not_taken(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, CorridorError):
            return None
        return _explained(request, error)


def _explained(request: HttpRequest, error: CorridorError) -> HttpResponse:
    status = int(error.status)
    if wants_json(request):
        return problem(error.code, status, str(error.text))
    context: dict[str, Any] = {"error": error, "status": status}
    return render(request, "kernel/error.html", context, status=status)


def _not_taken(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    """What Django and Ninja say with an empty page, in words."""
    response = _explained(request, NotTaken())
    response.headers["Allow"] = bare.headers["Allow"]
    return response
