"""Up to five services side by side. What is compared is in the address, so it can be kept and sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from corridor.catalogue import queries
from corridor.catalogue.comparison import rows_of
from corridor.catalogue.models import Service
from corridor.kernel.audience import Viewer
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.search.asking import LONGEST_TEXT, question_from
from corridor.kernel.search.queries import find

MOST: Final = 5
SHOWN: Final = 6  # of those that could be added
LONGEST_ID: Final = 18


@dataclass(frozen=True)
class Choice:
    """A service, and the address of the comparison with it, or without it."""

    service: Service
    url: str


@require_safe
def compare(request: Request) -> HttpResponse:
    asked = _asked(request.GET)
    found = queries.in_full(queries.visible(request.viewer)).in_bulk(asked[:MOST])
    services = [found[pk] for pk in asked[:MOST] if pk in found]
    kept = [service.pk for service in services]
    rows = rows_of(services) if services else []
    only = request.GET.get("only") == "different" and len(services) > 1
    context = {
        "columns": [Choice(one, _address(pk for pk in kept if pk != one.pk)) for one in services],
        "rows": [row for row in rows if row.differs or not only],
        "compares": len(services) > 1,
        "only": only,
        "other_view": _address(kept, only="" if only else "different"),
        "hidden": len(asked[:MOST]) - len(services),
        "too_many": len(asked) > MOST,
        "text": clean_text(request.GET.get("q", ""))[:LONGEST_TEXT],
        "more": _more(request, services) if len(services) < MOST else [],
        "has_room": len(services) < MOST,
    }
    return render(request, "catalogue/compare.html", context)


def _asked(params: QueryDict) -> list[int]:
    """Numbers of services, each once, in the order in which they came."""
    numbers = (one for one in params.getlist("of") if one.isascii() and one.isdigit())
    return list(dict.fromkeys(int(one) for one in numbers if len(one) <= LONGEST_ID))


def _address(numbers: Iterable[int], only: str = "") -> str:
    query = urlencode([*(("of", number) for number in numbers), *([("only", only)] if only else ())])
    page = reverse("catalogue:compare")
    return f"{page}?{query}" if query else page


def _more(request: Request, services: Sequence[Service]) -> list[Choice]:
    """What could be put beside them: what was searched for, else others of the same category."""
    kept = [service.pk for service in services]
    if clean_text(request.GET.get("q", "")):
        others = _searched(request)
    else:
        others = _similar(request.viewer, services)
    return [Choice(one, _address([*kept, one.pk])) for one in others if one.pk not in kept][:SHOWN]


def _searched(request: Request) -> list[Service]:
    question = question_from(request.GET, get_language() or DEFAULT, ("service",), size=SHOWN + MOST)
    answer = find(question, request.viewer)
    shown = queries.found_services(answer, request.viewer)
    return [shown[hit.record_id] for hit in answer.hits if hit.record_id in shown]


def _similar(viewer: Viewer, services: Sequence[Service]) -> list[Service]:
    categories = {service.category_id for service in services}
    offered = queries.visible(viewer).offered().select_related("hub", "category")
    offered = offered.filter(category__in=categories) if categories else offered
    others = offered.exclude(pk__in=[service.pk for service in services])
    return list(others.order_by("-confirmed_at", "pk")[:SHOWN])
