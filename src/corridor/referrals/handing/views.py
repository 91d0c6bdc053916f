"""Pages of the hand-over: the form that refers a need, a referral's page, and those of a hub."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor.catalogue.models import Service
from corridor.catalogue.slots.actions import SlotTaken
from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.members.models import Hub
from corridor.members.queries import hub_for_viewing
from corridor.members.views import see_other
from corridor.referrals import queries as doors
from corridor.referrals import rules
from corridor.referrals.enums import RUNNING, ReferralState
from corridor.referrals.letters import writers_of
from corridor.referrals.models import Need, Referral
from corridor.referrals.posting.views.reading import condition

from . import actions, forms, queries, reasons
from .slots import fields_of, free_slots, in_zone_of
from .states import may_become

S = ReferralState


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: Request, pk: int) -> HttpResponse:
    need = doors.need_for_referring(request.user, request.viewer, pk)
    hub, service = _chosen(request)
    if hub.pk == need.hub_id:
        raise NotFound
    form = _refer_form(request, need, service, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _refer_page(request, need, hub, service, form)
    if not form.is_valid():
        return _refer_page(request, need, hub, service, form, status=409 if form.came_too_late else 422)
    try:
        referral = _send(request, need, hub, service, form.cleaned_data)
    except (Conflict, Refused) as refusal:
        if isinstance(refusal, SlotTaken):  # with those that are free now
            form = _refer_form(request, need, service, request.POST)
        return _refer_page(request, need, hub, service, form, refusal, refusal.status)
    messages.success(request, _("%(hub)s is asked.") % {"hub": hub.name})
    return see_other("referrals:referral", referral.pk)


def _chosen(request: Request) -> tuple[Hub, Service | None]:
    """A service, of its own hub unless another one that provides it is named; or a hub as a whole."""
    given = request.POST if request.method == "POST" else request.GET
    service, slug = given.get("service", ""), given.get("hub", "")
    found = queries.service_for_referral(request.viewer, service) if service else None
    if slug:
        return queries.hub_for_referral(request.viewer, slug), found
    if found is None:
        raise NotFound
    return found.hub, found


def _refer_form(request: Request, need: Need, service: Service | None, data: Any) -> forms.ReferForm:
    slots = in_zone_of(request.user, service, free_slots(service)) if service else {}
    return forms.ReferForm(fields_of(need, request.viewer), slots, data)


def _send(
    request: Request, need: Need, hub: Hub, service: Service | None, given: Mapping[str, Any]
) -> Referral:
    slot = free_slots(service).get(int(given["slot"])) if given.get("slot") else None
    if given.get("slot") and slot is None:
        raise SlotTaken
    return actions.send_referral(
        by=request.user,
        need=need,
        hub=hub,
        service=service,
        slot=slot,
        note=given["note"],
        passed=given.get("passed", ()),
    )


def _refer_page(
    request: Request,
    need: Need,
    hub: Hub,
    service: Service | None,
    form: forms.ReferForm,
    refusal: CorridorError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "need": need,
        "hub": hub,
        "service": service,
        "form": form,
        "refusal": refusal,
        "due": actions.promised_day(need, hub),
        "nobody": not writers_of(hub.pk),
    }
    return render(request, "referrals/handing/refer.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: Request, pk: int) -> HttpResponse:
    found = doors.referral_for_viewing(request.viewer, pk)
    others = queries.others_for(found)
    if request.method != "POST":
        return _page(request, found, forms.ReferralForm(others))
    form = forms.ReferralForm(others, request.POST)
    act = _allowed_act(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        said = act(request, found, form.cleaned_data)
    except (Conflict, Refused) as refusal:
        fresh = doors.referral_for_viewing(request.viewer, pk)
        return _page(request, fresh, form, refusal, refusal.status)
    messages.success(request, said)
    return see_other("referrals:referral", pk)


def _allowed_act(request: Request, found: Referral, form: forms.ReferralForm) -> Callable[..., str]:
    """Each side has its own buttons; to everybody else there is nothing here."""
    form.full_clean()
    act = form.cleaned_data.get("act", "")
    of_hub = rules.answers(request.user, found)
    of_home = rules.looks_after(request.user, request.viewer, found.need)
    if not of_hub and not of_home:
        raise NotFound
    if act and not (of_hub if act in forms.OF_HUB else of_home):
        raise NotFound
    return ACTS.get(act, _take)


def _take(request: Request, found: Referral, given: Mapping[str, Any]) -> str:
    actions.take_referral(by=request.user, referral=found, version=given["version"])
    return _("You take it. Please get in touch with the client soon.")


def _decline(request: Request, found: Referral, given: Mapping[str, Any]) -> str:
    actions.decline_referral(
        by=request.user,
        referral=found,
        reason=given["reason"],
        suggested=given["suggested"],
        version=given["version"],
    )
    return _("You declined. Thank you for saying why.")


def _ask(request: Request, found: Referral, given: Mapping[str, Any]) -> str:
    actions.ask_question(by=request.user, referral=found, text=given["text"], for_client=given["for_client"])
    return _("Your message is sent.")


def _write(request: Request, found: Referral, given: Mapping[str, Any]) -> str:
    actions.answer_question(found, given["text"], by=request.user, for_client=given["for_client"])
    return _("Your message is sent.")


def _show(request: Request, found: Referral, given: Mapping[str, Any]) -> str:
    actions.show_to_client(by=request.user, referral=found, message=given["message"] or 0)
    return _("The client can read it now.")


def _withdraw(request: Request, found: Referral, given: Mapping[str, Any]) -> str:
    actions.withdraw_referral(
        by=request.user, referral=found, reason=given["reason"], version=given["version"]
    )
    return _("The referral is withdrawn.")


ACTS: Final[Mapping[str, Callable[..., str]]] = {
    forms.TAKE: _take,
    forms.DECLINE: _decline,
    forms.ASK: _ask,
    forms.WRITE: _write,
    forms.SHOW: _show,
    forms.WITHDRAW: _withdraw,
}


def _page(
    request: Request,
    found: Referral,
    form: forms.ReferralForm,
    refusal: CorridorError | None = None,
    status: int = 200,
) -> HttpResponse:
    need = found.need
    of_hub = rules.answers(request.user, found)
    of_home = rules.looks_after(request.user, request.viewer, need)
    prefetch_related_objects([need], "category", "technologies", "sectors", "concepts")
    context = {
        "referral": found,
        "need": need,
        "conditions": [condition(name) for name in need.hard],
        "sees_need": bool(queries.titles_seen(request.viewer, [found])),
        "form": form,
        "refusal": refusal,
        "passed": _passed(request, found),
        "of_hub": of_hub,
        "of_home": of_home,
        "because": reasons.in_words(found.because),
        "is_late": found.is_late(),
        "may_take": of_hub and may_become(found, S.TAKEN),
        "may_decline": of_hub and may_become(found, S.DECLINED),
        "may_say_why": of_hub and found.state == S.DECLINED and not found.reason,
        "may_withdraw": may_become(found, S.WITHDRAWN),
        "is_running": found.state in RUNNING,
        "writes_as": _writes_as(of_hub=of_hub, of_home=of_home),
        "talk": found.messages.select_related("by"),
    }
    return render(request, "referrals/handing/referral.html", context, status=status)


def _writes_as(*, of_hub: bool, of_home: bool) -> str:
    if of_hub:
        return forms.ASK
    return forms.WRITE if of_home else ""


def _passed(request: Request, found: Referral) -> list[tuple[str, str]]:
    """The names of the fields for all who look on, what stands in them for those who may know."""
    knows = rules.knows_client(request.viewer, found.need) or found.hub_id in request.viewer.hubs
    return [(str(name.label), value if knows else "") for name, value in doors.passed_on(found).items()]


@login_required
@require_safe
def of_hub(request: Request, hub: str) -> HttpResponse:
    """For its own people."""
    found = hub_for_viewing(request.viewer, hub)
    if found.pk not in request.viewer.hubs:
        raise NotFound
    given_to, given_by = list(queries.given_to(found)), list(queries.given_by(found))
    seen = queries.titles_seen(request.viewer, [*given_to, *given_by])
    context = {"hub": found, "given_to": given_to, "given_by": given_by, "seen": seen}
    return render(request, "referrals/handing/of_hub.html", context)
