"""Pages of requests: all of one person's, one of them with its answer, and asking from somebody's profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.bilaterals.enums import AskState
from corridor.bilaterals.models import Ask, Profile
from corridor.bilaterals.profiles.queries import other_at, present_profile_at
from corridor.bilaterals.profiles.showing import person_page
from corridor.bilaterals.suggesting.ranking import because
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.members.views import see_other

from . import actions, forms, limits, queries, reasons


@never_cache
@require_safe
def requests(request: HttpRequest, group: str, slug: str) -> HttpResponse:
    profile = present_profile_at(request, group, slug)
    asks = list(queries.asks_of(profile))
    context = {
        "profile": profile,
        "event": profile.bilaterals.event,
        "here": "requests",
        "to_answer": [one for one in asks if one.to_id == profile.pk and one.state == AskState.SENT],
        "sent": [one for one in asks if one.by_id == profile.pk and one.state == AskState.SENT],
        "over": [one for one in asks if one.state not in (AskState.SENT, AskState.ACCEPTED)],
        "meetings": queries.meetings_of(profile),
        "is_open": limits.is_open(profile.bilaterals, clock()),
        "closes": limits.closes_in_words(profile.bilaterals),
    }
    return render(request, "bilaterals/asking/requests.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_request(request: HttpRequest, group: str, slug: str, pk: int) -> HttpResponse:
    profile = present_profile_at(request, group, slug)
    found = queries.ask_for_viewing(profile, pk)
    if request.method != "POST":
        return _page(request, profile, found, forms.RequestForm())
    form = forms.RequestForm(request.POST)
    act = _allowed_act(profile, found, form)
    if not form.is_valid():
        return _page(request, profile, found, form, status=422)
    try:
        said = act(profile, found, form.cleaned_data)
    except (Conflict, Refused) as refusal:
        fresh = queries.ask_for_viewing(profile, pk)
        return _page(request, profile, fresh, form, refusal, refusal.status)
    messages.success(request, said)
    return see_other("bilaterals:requests", group, slug)


def _allowed_act(profile: Profile, found: Ask, form: forms.RequestForm) -> Callable[..., str]:
    """Each side has its own buttons; to the other there is nothing here."""
    form.full_clean()
    act = form.cleaned_data.get("act", "")
    is_own = found.by_id == profile.pk
    if act and (act == forms.WITHDRAW) != is_own:
        raise NotFound
    return ACTS.get(act, _accept)


def _accept(profile: Profile, found: Ask, given: Mapping[str, Any]) -> str:
    actions.accept_ask(by=profile, ask=found, words=given["words"], version=given["version"])
    return _("You meet %(name)s; the time comes with the schedule.") % {"name": found.by.registration.name}


def _decline(profile: Profile, found: Ask, given: Mapping[str, Any]) -> str:
    actions.decline_ask(by=profile, ask=found, words=given["words"], version=given["version"])
    return _("You declined. %(name)s is told.") % {"name": found.by.registration.name}


def _withdraw(profile: Profile, found: Ask, given: Mapping[str, Any]) -> str:
    actions.withdraw_ask(by=profile, ask=found, version=given["version"])
    return _("Your request is withdrawn.")


ACTS: Final[Mapping[str, Callable[..., str]]] = {
    forms.ACCEPT: _accept,
    forms.DECLINE: _decline,
    forms.WITHDRAW: _withdraw,
}


def _page(
    request: HttpRequest,
    profile: Profile,
    found: Ask,
    form: forms.RequestForm,
    refusal: CorridorError | None = None,
    status: int = 200,
) -> HttpResponse:
    is_own, waits = found.by_id == profile.pk, found.state == AskState.SENT
    context = {
        "profile": profile,
        "event": profile.bilaterals.event,
        "here": "requests",
        "ask": found,
        "other": found.to if is_own else found.by,
        "is_own": is_own,
        "waits": waits,
        "may_say_why": not is_own and found.state == AskState.DECLINED and not found.answer,
        "because": reasons.in_words(found, profile),
        "form": form,
        "refusal": refusal,
        "closes": limits.closes_in_words(profile.bilaterals),
    }
    return render(request, "bilaterals/asking/request.html", context, status=status)


@never_cache
@require_POST
def ask(request: HttpRequest, group: str, slug: str, pk: int) -> HttpResponse:
    profile = present_profile_at(request, group, slug)
    other = other_at(profile, pk)
    form = forms.AskForm(request.POST)
    if not form.is_valid():
        return person_page(request, profile, other, form, status=422)
    try:
        made = _ask(profile, other, form.cleaned_data)
    except (Conflict, Refused) as refusal:
        return person_page(request, profile, other, form, refusal, refusal.status)
    name = {"name": other.registration.name}
    if made.state == AskState.ACCEPTED:
        messages.success(request, _("%(name)s asked you as well: you meet.") % name)
    else:
        messages.success(request, _("%(name)s is asked.") % name)
    return see_other("bilaterals:requests", group, slug)


def _ask(profile: Profile, other: Profile, given: Mapping[str, Any]) -> Ask:
    said = because(profile, other)  # the engine takes a moment, so nobody waits for it
    return actions.ask_for_meeting(
        by=profile, to=other, reason=given["reason"], because=said, was_suggested=given["suggested"]
    )
