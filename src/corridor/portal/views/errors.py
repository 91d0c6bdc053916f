"""Error pages: what happened, and where to go from here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from corridor.kernel.http.away import answer_if_away
from corridor.kernel.http.middleware import problem, wants_json
from corridor.kernel.ui.context import site


def answer(request: HttpRequest, code: str, status: int, text: str) -> HttpResponse:
    if wants_json(request):
        return problem(code, status, text)
    return render(
        request, "kernel/error.html", {"error": {"code": code, "text": text}, "status": status}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, "bad-request", 400, _("The browser sent something that cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, "not-allowed", 403, _("This step is for somebody else."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(
        request, "form-expired", 403, _("The form was open for too long. Go back, reload, and send it again.")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, "not-found", 404, _("There is nothing here that you can see."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what broke."""
    if away := answer_if_away(request):
        return away
    text = _("Something broke on our side. Nothing was lost; please try again.")
    if wants_json(request):
        return problem("broken", 500, text)
    page = render_to_string("kernel/broken.html", site() | {"text": text, "status": 500})
    return HttpResponse(page, status=500)
