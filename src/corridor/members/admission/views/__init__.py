"""Pages of admission: door, form, action, redirect."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, f"members/admission/{name}.html", context, status=status)


def too_often(response: HttpResponse, wait: int) -> HttpResponse:
    """The same page with everything that was written, and when to send it again."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response.headers["Retry-After"] = str(wait)
    return response
