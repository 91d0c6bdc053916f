"""The public API: one NinjaAPI, to which each room adds its router."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from corridor import __version__
from corridor.kernel.errors import CorridorError
from corridor.kernel.http.middleware import problem
from corridor.vocab.api import router as vocabularies

api = NinjaAPI(
    title="Corridor",
    version=__version__,
    urls_namespace="api",
    docs_url=None,
    description="Hubs, search and vocabularies of this working group, as the site itself shows them.",
)
api.add_router("", vocabularies)


@api.exception_handler(CorridorError)
def known_error(request: HttpRequest, error: CorridorError) -> HttpResponse:
    return problem(error.code, int(error.status), str(error.text))


@api.exception_handler(ValidationError)
def bad_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = "; ".join(f"{'.'.join(map(str, item['loc'][1:]))}: {item['msg']}" for item in error.errors)
    return problem("bad-input", 422, places or "The input cannot be read.")
