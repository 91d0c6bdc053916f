"""The public API: one NinjaAPI, to which each room adds its router."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from corridor import __version__
from corridor.catalogue.api_writing import router as services
from corridor.kernel.errors import CorridorError, NotFound
from corridor.kernel.http.bearer import key_or_nobody
from corridor.kernel.http.caching import kept_for_a_minute
from corridor.kernel.http.middleware import problem
from corridor.members.api_writing import router as hubs
from corridor.portal.api import router as search
from corridor.referrals.api import router as needs
from corridor.vocab.api import router as vocabularies

api = NinjaAPI(
    title="Corridor",
    version=__version__,
    urls_namespace="api",
    docs_url=None,
    docs_decorator=require_safe,
    description=(
        "Hubs, services, needs, search and vocabularies of this working group, as the site shows them. "
        "Reading what is public needs no key. With a key that you make in your account, sent as "
        "“Authorization: Bearer …”, you read what you may see, with the scope hubs:write you change "
        "the hubs that you edit, and with services:write their services. "
        "Errors are application/problem+json (RFC 9457). Answers carry an ETag and may be kept for a minute."
    ),
    auth=key_or_nobody,
)
api.add_decorator(kept_for_a_minute, mode="view")
api.add_router("", hubs)
api.add_router("", services)
api.add_router("", needs)
api.add_router("", search)
api.add_router("", vocabularies)


@api.exception_handler(CorridorError)
def known_error(request: HttpRequest, error: CorridorError) -> HttpResponse:
    answer = problem(error.code, int(error.status), str(error.text))
    if error.status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return known_error(request, NotFound())


@api.exception_handler(HttpError)
def bad_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem("bad-request", error.status_code, _("This cannot be read as JSON."))


@api.exception_handler(ValidationError)
def bad_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = "; ".join(f"{'.'.join(map(str, item['loc'][1:]))}: {item['msg']}" for item in error.errors)
    return problem("bad-input", 422, places or "The input cannot be read.")
