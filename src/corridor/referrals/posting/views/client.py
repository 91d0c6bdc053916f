"""The client's private page: what happens with the need, and what the client does about it, by the link
from a mail and without an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.http.keyed import by_key
from corridor.members.views import see_other
from corridor.referrals import queries
from corridor.referrals.enums import SERVED, NeedState
from corridor.referrals.handing.actions import answer_question
from corridor.referrals.models import Client, Need, Referral
from corridor.referrals.posting import actions, ending, following
from corridor.referrals.posting.client_forms import ConsentForm, EndForm, ForgetForm, RatingForm, ReplyForm
from corridor.referrals.posting.forgetting import forget_client
from corridor.referrals.posting.of_client import change_consent
from corridor.referrals.results.actions import rate

from .reading import condition


@by_key
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    return _page(request, key, queries.need_of_client(key))


@by_key
@require_POST
def confirmation(request: HttpRequest, key: str) -> HttpResponse:
    need = queries.need_of_client(key)
    said = _("Thank you. Your address is confirmed, and somebody will look at your need.")
    return _done(request, key, lambda: actions.confirm_address(need), said)


@by_key
@require_POST
def consent(request: HttpRequest, key: str) -> HttpResponse:
    need = queries.need_of_client(key)
    form = ConsentForm(_client_of(need), request.POST)
    if not form.is_valid():
        return _page(request, key, need, status=422, consent_form=form)
    fields = form.cleaned_data["fields_agreed"]
    said = _("Your consent is changed, from now on.")
    return _done(request, key, lambda: change_consent(need=need, fields=fields), said)


@by_key
@require_POST
def message(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    need = queries.need_of_client(key)
    referral = _referral_of(need, pk)
    form = ReplyForm(request.POST, prefix=f"reply-{pk}")
    if not form.is_valid():
        return _page(request, key, need, status=422, bound=form, of=pk)
    text = form.cleaned_data["text"]
    act = lambda: answer_question(referral, text, client=True)  # noqa: E731
    return _done(request, key, act, _("Your message is with the hub."), bound=form, of=pk)


@by_key
@require_POST
def rating(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    need = queries.need_of_client(key)
    referral = _referral_of(need, pk)
    if referral.state not in SERVED or not hasattr(referral, "record"):
        raise NotFound
    form = RatingForm(request.POST, prefix=f"rate-{pk}")
    if not form.is_valid():
        return _page(request, key, need, status=422, bound=form, of=pk)
    given = form.cleaned_data
    act = lambda: rate(record=referral.record, **given)  # noqa: E731
    return _done(request, key, act, _("Thank you for your rating."))


@by_key
@require_POST
def withdrawal(request: HttpRequest, key: str) -> HttpResponse:
    need = queries.need_of_client(key)
    said = _("Your need is withdrawn. Hubs that were asked no longer see who you are.")
    return _done(request, key, lambda: ending.withdraw_need(need=need), said)


@by_key
@require_POST
def deletion(request: HttpRequest, key: str) -> HttpResponse:
    """Afterwards the link leads nowhere."""
    need = queries.need_of_client(key)
    form = ForgetForm(request.POST, prefix="forget")
    if not form.is_valid():
        return _page(request, key, need, status=422, forget_form=form)
    forget_client(need=need)
    messages.success(request, _("What was known about you is deleted. This link leads nowhere any more."))
    return see_other("referrals:needs")


@by_key
@require_POST
def solution(request: HttpRequest, key: str) -> HttpResponse:
    need = queries.need_of_client(key)
    form = EndForm(request.POST, prefix="end")
    if not form.is_valid():
        return _page(request, key, need, status=422, end_form=form)
    reason = form.cleaned_data["reason"]
    said = _("Thank you for telling. The need is closed.")
    return _done(request, key, lambda: ending.solve_need(need=need, reason=reason), said, end_form=form)


def _done(request: HttpRequest, key: str, act: Callable[[], Any], said: str, **forms: Any) -> HttpResponse:
    try:
        act()
    except Conflict as error:
        return _page(request, key, queries.need_of_client(key), status=409, error=error, **forms)
    messages.success(request, said)
    return see_other("referrals:client-page", key)


def _client_of(need: Need) -> Client:
    client: Client | None = getattr(need, "client", None)
    if client is None:
        raise NotFound
    return client


def _referral_of(need: Need, pk: int) -> Referral:
    found = queries.referrals_in_full(Referral.objects.filter(need=need)).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _page(
    request: HttpRequest,
    key: str,
    need: Need,
    *,
    status: int = 200,
    bound: Any = None,
    of: int = 0,
    **more: Any,
) -> HttpResponse:
    client = getattr(need, "client", None)
    is_open = need.state in (NeedState.UNCONFIRMED, NeedState.RECEIVED, NeedState.OPEN)
    context = {
        "need": need,
        "key": key,
        "client": client,
        "conditions": [condition(name) for name in need.hard],
        "steps": following.steps_of(need),
        "threads": [
            _thread(one, bound if one.referral.pk == of else None) for one in following.threads(need)
        ],
        "unconfirmed": need.state == NeedState.UNCONFIRMED,
        "may_end": is_open,
        "consent_form": ConsentForm(client) if client and need.state != NeedState.WITHDRAWN else None,
        "end_form": EndForm(prefix="end") if need.is_open else None,
        "forget_form": ForgetForm(prefix="forget"),
        "bound": bound,
    }
    return render(request, "referrals/posting/client.html", context | more, status=status)


def _thread(thread: following.Thread, bound: Any) -> dict[str, Any]:
    """One hub that was asked, with the forms that are open."""
    pk, record = thread.referral.pk, getattr(thread.referral, "record", None)
    reply = bound if isinstance(bound, ReplyForm) else ReplyForm(prefix=f"reply-{pk}")
    rated = {"rating": record.rating, "comment": record.comment} if record else {}
    rating = bound if isinstance(bound, RatingForm) else RatingForm(prefix=f"rate-{pk}", initial=rated)
    return {
        "it": thread,
        "reply": reply if thread.takes_messages else None,
        "rating": rating if record and thread.referral.state in SERVED else None,
        "is_rated": bool(record and record.rating),
    }
