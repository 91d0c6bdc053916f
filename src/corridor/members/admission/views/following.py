"""What an applicant or claimant sees and does by the link from a mail, without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import Conflict
from corridor.kernel.http.keyed import by_key
from corridor.members.admission import actions, queries
from corridor.members.admission.enums import ApplicationState, ClaimState
from corridor.members.admission.forms import MessageForm
from corridor.members.views import see_other

from . import page


@by_key
@require_safe
def application(request: HttpRequest, key: str) -> HttpResponse:
    return _application(request, key)


@by_key
@require_POST
def confirmation(request: HttpRequest, key: str) -> HttpResponse:
    application = actions.confirm_application(application=queries.application_behind(key))
    if application.state == ApplicationState.OPEN:
        messages.success(request, _("Thank you. The moderators have your application now."))
    return see_other("members:application-followed", key)


@by_key
@require_POST
def message(request: HttpRequest, key: str) -> HttpResponse:
    application = queries.application_behind(key)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _application(request, key, form=form, status=422)
    try:
        actions.add_message(application=application, text=form.cleaned_data["text"])
    except Conflict as error:
        return _application(request, key, form=form, error=error, status=409)
    messages.success(request, _("Your message is with the moderators."))
    return see_other("members:application-followed", key)


@by_key
@require_POST
def withdrawal(request: HttpRequest, key: str) -> HttpResponse:
    application = queries.application_behind(key)
    try:
        actions.withdraw_application(application=application)
    except Conflict as error:
        return _application(request, key, error=error, status=409)
    messages.success(request, _("Your application is withdrawn."))
    return see_other("members:application-followed", key)


def _application(
    request: HttpRequest, key: str, *, form: MessageForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    application = queries.application_behind(key)
    context = {
        "application": application,
        "group": application.group,
        "key": key,
        "form": form or MessageForm(),
        "answers": application.answers.all(),
        "said": application.messages.all(),
        "asks": application.state == ApplicationState.ASKED,
        "unconfirmed": application.state == ApplicationState.UNCONFIRMED,
        "admitted": application.state == ApplicationState.ADMITTED,
        "is_over": not application.is_undecided and application.state != ApplicationState.UNCONFIRMED,
    }
    return page(request, "followed", context | more, status)


@by_key
@require_safe
def claim(request: HttpRequest, key: str) -> HttpResponse:
    return _claim(request, key)


@by_key
@require_POST
def claim_confirmation(request: HttpRequest, key: str) -> HttpResponse:
    claim = actions.confirm_claim(claim=queries.claim_behind(key))
    if claim.is_open:
        messages.success(request, _("Thank you. Whoever decides has been told."))
    return see_other("members:claim-followed", key)


@by_key
@require_POST
def claim_withdrawal(request: HttpRequest, key: str) -> HttpResponse:
    try:
        actions.withdraw_claim(claim=queries.claim_behind(key))
    except Conflict as error:
        return _claim(request, key, error=error, status=409)
    messages.success(request, _("Your claim is withdrawn."))
    return see_other("members:claim-followed", key)


def _claim(request: HttpRequest, key: str, *, status: int = 200, **more: Any) -> HttpResponse:
    claim = queries.claim_behind(key)
    context = {
        "claim": claim,
        "hub": claim.hub,
        "key": key,
        "unconfirmed": claim.state == ClaimState.UNCONFIRMED,
        "granted": claim.state == ClaimState.GRANTED,
        "may_withdraw": claim.state in (ClaimState.UNCONFIRMED, ClaimState.OPEN),
    }
    return page(request, "claim_followed", context | more, status)
