from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.privacy import export_of
from corridor.people.consent import withdraw_consent

from . import actions, exporting, queries
from .forms import ErasureForm


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return render(request, "people/account_start.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy page: what the data map says, in words for everybody."""
    context = {
        "holdings": queries.holdings(),
        "operator": settings.OPERATOR,
        "contact": settings.PRIVACY_CONTACT,
    }
    return render(request, "people/privacy.html", context)


@login_required
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    return render(request, "people/own_privacy.html", {"consents": queries.consents_of(_person(request))})


@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request)
    withdraw_consent(by=person, consent=queries.consent_of(person, pk))
    messages.success(request, _("This no longer holds. What rested on it has been stopped."))
    return _see_other("people:own-privacy")


@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything about the person who asks, readable and printable."""
    sections = exporting.sections(export_of(_person(request)))
    response = render(request, "people/own_data.html", {"sections": sections, "now": timezone.now()})
    return _never_kept(response)


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    content = exporting.as_json(person, actions.export_own(by=person))
    name = f"corridor-{timezone.localdate().isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return _never_kept(HttpResponse(content, content_type="application/json", headers=headers))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = ErasureForm(person, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "people/erasure.html", {"form": form}, status=status)
    actions.erase(person, by=person)
    logout(request)
    return _see_other("people:erased")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Where somebody arrives who has just erased their account; it knows nobody."""
    return render(request, "people/erased.html")


def _person(request: HttpRequest) -> Any:
    return request.user


def _see_other(name: str) -> HttpResponse:
    return HttpResponseRedirect(resolve_url(name), status=HTTPStatus.SEE_OTHER)


def _never_kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
