"""Pages of the API's lists."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Field, Schema

PAGE_SIZE: Final = 50
LARGEST_PAGE: Final = 200


class Page(Schema):
    """What every page says; a list adds its ``items``, and says what is counted."""

    count: int
    page: int
    pages: int
    next: str | None = Field(description="Address of the next page.")
    previous: str | None = Field(description="Address of the page before.")


def paged(request: HttpRequest, rows: Any, number: int, size: int) -> tuple[dict[str, Any], list[Any]]:
    """What every ``Page`` says, and its rows. A page beyond the last has
    none, and leads back to it."""
    pages = Paginator(rows, size)
    is_there = number <= pages.num_pages
    before = (number if is_there else pages.num_pages + 1) - 1
    said = {
        "count": pages.count,
        "page": number,
        "pages": pages.num_pages,
        "next": _address(request, number + 1) if number < pages.num_pages else None,
        "previous": _address(request, before) if number > 1 else None,
    }
    return said, list(pages.page(number)) if is_there else []


def _address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{settings.BASE_URL}{request.path}?{query.urlencode()}"
