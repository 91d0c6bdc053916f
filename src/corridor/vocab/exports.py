"""Vocabularies for programs: files under ``/vocabularies/`` and addresses that answer as asked.

The address of a concept or a list is its URI. A browser is sent on to the page, in its language;
whoever asks for RDF gets RDF. Every answer has an ETag: the state of the reference data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache, partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import condition, require_safe

from corridor.kernel.errors import NotFound
from corridor.kernel.linked_data.formats import FORMATS

from . import files, skos

HTML = "text/html"
CSV = "text/csv; charset=utf-8"
CACHE = "public, max-age=3600"

Writer = Callable[..., bytes]


@lru_cache(maxsize=4)
def _state(base: str) -> str:
    return hashlib.sha256(f"{files.shipped().digest} {base}".encode()).hexdigest()[:16]


def _etag(request: HttpRequest, *args: str, suffix: str = "", **kwargs: str) -> str | None:
    """The state of the data and the format; none for the way to a page."""
    written = suffix or _asked_for(request)
    return f'"{_state(settings.BASE_URL)}-{written}"' if written else None


@require_safe
@condition(etag_func=_etag)
def scheme_file(request: HttpRequest, name: str, suffix: str) -> HttpResponse:
    """A whole vocabulary as a file."""
    if suffix == "csv":
        return _table(name)
    return _rdf(partial(skos.written_scheme, name), suffix)


@require_safe
@condition(etag_func=_etag)
def concept_file(request: HttpRequest, slug: str, suffix: str) -> HttpResponse:
    return _rdf(partial(skos.written_concept, slug), suffix)


@require_safe
@condition(etag_func=_etag)
def scheme(request: HttpRequest, name: str) -> HttpResponse:
    """The URI of a vocabulary."""
    if name not in skos.scheme_names():
        raise NotFound
    return _as_asked(request, partial(skos.written_scheme, name), "vocab:vocabulary", anchor=name)


@require_safe
@condition(etag_func=_etag)
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """The URI of a concept."""
    if slug not in skos.concept_slugs():
        raise NotFound
    return _as_asked(request, partial(skos.written_concept, slug), "vocab:concept", slug)


@require_safe
@condition(etag_func=_etag)
def term(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """The URI of an official term."""
    if slug not in skos.term_slugs(name):
        raise NotFound
    write = partial(skos.written_term, name, slug)
    return _as_asked(request, write, "vocab:vocabulary", anchor=f"{name}-{slug}")


def _asked_for(request: HttpRequest) -> str | None:
    """The format that the Accept header prefers; ``None`` for a page, also where it does not say."""
    types = [HTML, *(chosen.media_type for chosen in FORMATS.values())]
    preferred = request.get_preferred_type(types)
    return next((name for name, chosen in FORMATS.items() if chosen.media_type == preferred), None)


def _as_asked(request: HttpRequest, write: Writer, page: str, *names: str, anchor: str = "") -> HttpResponse:
    """RDF in the format asked for, or the way to the page in the reader's language."""
    suffix = _asked_for(request)
    response = _rdf(write, suffix) if suffix else _to_page(request, page, *names, anchor=anchor)
    patch_vary_headers(response, ("Accept", "Accept-Language"))
    return response


def _to_page(request: HttpRequest, page: str, *names: str, anchor: str) -> HttpResponse:
    with override(get_language_from_request(request)):
        address = reverse(page, args=names)
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address, status=303)


def _rdf(write: Writer, suffix: str) -> HttpResponse:
    try:
        body = write(suffix=suffix, base=settings.BASE_URL)
    except KeyError as error:
        raise NotFound from error
    return HttpResponse(body, content_type=FORMATS[suffix].media_type, headers={"Cache-Control": CACHE})


def _table(name: str) -> HttpResponse:
    if name not in skos.scheme_names() or name == skos.CONNECTIVITY:
        raise NotFound
    headers = {"Cache-Control": CACHE, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(skos.official_csv(name), content_type=CSV, headers=headers)
