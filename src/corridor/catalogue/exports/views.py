"""Services as files of other people's formats. The single ones are for whoever may see the service, with a
session or a key; the whole catalogue has what everybody may see, whoever asks."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from corridor.catalogue.queries import service_for_viewing
from corridor.kernel.errors import NotFound
from corridor.kernel.http.bearer import key_or_nobody
from corridor.kernel.http.caching import kept_for_a_minute
from corridor.kernel.http.request import Request
from corridor.kernel.linked_data.formats import FORMATS

from . import queries

LARGEST: Final = 10**6  # page number
View = Callable[..., HttpResponse]


def with_key(view: View) -> View:
    """A key in ``Authorization`` counts, as in the JSON interface."""

    @wraps(view)
    def wrapper(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        key_or_nobody(request)
        return view(request, *args, **kwargs)

    return wrapper


@require_safe
@with_key
@kept_for_a_minute
def service_file(request: Request, hub: str, slug: str, suffix: str) -> HttpResponse:
    """CPSV-AP of one service."""
    return _cpsv([service_for_viewing(request.viewer, hub, slug)], suffix)


@require_safe
@with_key
@kept_for_a_minute
def fiware(request: Request, hub: str, slug: str) -> HttpResponse:
    from .fiware import entity

    told = entity(service_for_viewing(request.viewer, hub, slug))
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@require_safe
@kept_for_a_minute
def all_services(request: Request, suffix: str) -> HttpResponse:
    """CPSV-AP of all public services, in pages; ``Link`` says where the next one is."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < len(str(LARGEST)) else 0
    if not 1 <= number <= queries.pages():
        raise NotFound
    response = _cpsv(queries.page_of(number), suffix)
    if number < queries.pages():
        response["Link"] = f'<{queries.address_of_page(suffix, number + 1)}>; rel="next"'
    return response


@require_safe
@kept_for_a_minute
def catalogue(_request: Request, suffix: str) -> HttpResponse:
    """The catalogue as a whole, in DCAT-AP."""
    from corridor.kernel.linked_data.writing import described, turtle

    from . import dcat, whole

    things = described(dcat.triples(whole.state()))
    text = turtle(things, dcat.PREFIXES) if suffix == "ttl" else dcat.as_json_ld(things)
    return _answer(text, suffix)


def _cpsv(services: list[Any], suffix: str) -> HttpResponse:
    from corridor.kernel.linked_data.writing import described, turtle

    from . import cpsv, cpsv_json  # their library takes long to load, and few ask for them

    things = described(cpsv.triples_of(services))
    return _answer(turtle(things, cpsv.PREFIXES) if suffix == "ttl" else cpsv_json.written(things), suffix)


def _answer(text: str, suffix: str) -> HttpResponse:
    return HttpResponse(text, content_type=f"{FORMATS[suffix].media_type}; charset=utf-8")
