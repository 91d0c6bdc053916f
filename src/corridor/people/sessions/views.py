from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import NotFound
from corridor.people.identities.queries import identities_of
from corridor.people.second_factor.rules import has_second_factor

from . import actions, queries


@login_required
@require_safe
def access(request: HttpRequest) -> HttpResponse:
    """How this person gets in, and where they are in."""
    person: Any = request.user
    context = {
        "sessions": queries.sessions_of(person, request.session.session_key),
        "identities": identities_of(person),
        "second_factor": has_second_factor(person),
        "waiting": EmailAddress.objects.get_new(person),
    }
    return render(request, "people/access.html", context)


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    actions.end_other_sessions(request)
    messages.success(request, _("Everywhere else you are signed out."))
    return _back()


@login_required
@require_POST
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    if not actions.end_session(by=request.user, pk=pk):
        raise NotFound
    messages.success(request, _("That session is ended."))
    return _back()


def _back() -> HttpResponse:
    response = redirect("people:access")
    response.status_code = 303
    return response
