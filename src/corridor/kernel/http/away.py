"""What visitors are told while the database restarts: 503, and when to try again.

Nothing here may ask the database, so the page is drawn without the context that other pages have.
"""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from corridor.kernel.ui.context import site

from .middleware import problem, wants_json

RETRY_AFTER = 5  # seconds


def answer_if_away(request: HttpRequest) -> HttpResponse | None:
    """The answer for an error that is being handled, if a database that is away is its reason."""
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return None
    response = _answer(request)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    text = _("The database restarts and will be back in a few seconds.")
    if wants_json(request):
        return problem("database-away", 503, text)
    if request.path == "/health/":
        return HttpResponse("database away\n", status=503, content_type="text/plain")
    page = render_to_string("kernel/broken.html", site() | {"text": text, "status": 503})
    return HttpResponse(page, status=503)
