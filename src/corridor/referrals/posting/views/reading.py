"""Needs as they are found and read; and what those who look after one do on its page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.http.downloads import CSV, XLSX, download
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.sheets import write_csv, write_xlsx
from corridor.members.views import see_other
from corridor.referrals import queries, rules
from corridor.referrals.enums import OVER, NeedState
from corridor.referrals.models import Need, Referral
from corridor.referrals.posting import homes, listing, moderation
from corridor.referrals.posting.moderation_forms import ClosingForm, HomeForm
from corridor.referrals.posting.sheets import HEADER, rows_of

ON_A_PAGE = 20


@require_safe
def needs(request: Request) -> HttpResponse:
    """``?state=open&country=NO&category=…`` narrow it down; what is no state, or nowhere, finds nothing."""
    wanted = _wanted(request)
    found = listing.needs_listed(request.viewer, wanted)
    choices = listing.choices_for(request.viewer)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    course = listing.course_of(request.viewer, page.object_list)
    context = {
        "page": page,
        "rows": [(need, course.get(need.pk)) for need in page],
        "wanted": wanted,
        "choices": choices,
        "states": [(state, NeedState(state).label) for state in choices.states],
    }
    return render(request, "referrals/posting/needs.html", context)


def _wanted(request: Request) -> listing.Wanted:
    names = ("state", "country", "category")
    return listing.Wanted(**{name: clean_text(request.GET.get(name, ""))[:80] for name in names})


@require_safe
def export_xlsx(request: Request) -> HttpResponse:
    """The list, filtered as its page is."""
    target = io.BytesIO()
    write_xlsx(target, HEADER, _exported(request), name=pgettext("posted", "Needs"))
    return download(target.getvalue(), XLSX, "needs.xlsx")


@require_safe
def export_csv(request: Request) -> HttpResponse:
    text = io.StringIO(newline="")
    write_csv(text, HEADER, _exported(request))
    return download(text.getvalue().encode("utf-8-sig"), CSV, "needs.csv")


def _exported(request: Request) -> Iterator[list[str]]:
    return rows_of(queries.needs_in_full(listing.needs_listed(request.viewer, _wanted(request))))


@require_safe
def need(request: Request, pk: int) -> HttpResponse:
    return _page(request, queries.need_for_viewing(request.viewer, pk))


@login_required
@require_POST
def closing(request: Request, pk: int) -> HttpResponse:
    need = queries.need_for_referring(request.user, request.viewer, pk)
    form = ClosingForm(request.POST, prefix="closing")
    if not form.is_valid():
        return _page(request, need, status=422, closing_form=form)
    told: dict[str, Any] = {"by": request.user, "viewer": request.viewer, "need": need}
    act = lambda: moderation.close_need(**told, **form.cleaned_data)  # noqa: E731
    return _done(request, pk, act, _("The need is closed, and the client is told."), closing_form=form)


@login_required
@require_POST
def home_hub(request: Request, pk: int) -> HttpResponse:
    need = queries.need_for_viewing(request.viewer, pk)
    if not rules.moderates(request.viewer, need):
        raise NotFound
    form = HomeForm(homes.homes_for(need, homes.members_of(need.group)), request.POST, prefix="home")
    if not form.is_valid():
        return _page(request, need, status=422, home_form=form)
    told: dict[str, Any] = {"by": request.user, "viewer": request.viewer, "need": need, "hub": form.chosen}
    act = lambda: moderation.give_home_hub(**told, version=form.cleaned_data["version"])  # noqa: E731
    return _done(request, pk, act, _("The hub and the client are told."), home_form=form)


def _done(request: Request, pk: int, act: Callable[[], Any], said: str, **forms: Any) -> HttpResponse:
    try:
        act()
    except Conflict as error:
        need = queries.need_for_viewing(request.viewer, pk)
        return _page(request, need, status=409, error=error, **forms)
    messages.success(request, said)
    return see_other("referrals:need", pk)


def _page(request: Request, need: Need, *, status: int = 200, **more: Any) -> HttpResponse:
    viewer = request.viewer
    cares = rules.looks_after(request.user, viewer, need)
    referrals = _referrals(viewer, need)
    context = {
        "need": need,
        "client": getattr(need, "client", None) if rules.knows_client(viewer, need) else None,
        "referrals": referrals,
        "asked": [(one, _passed(one)) for one in referrals if _is_asked(viewer, one)],
        "cares": cares,
        "decides": rules.moderates(viewer, need) and need.state == NeedState.RECEIVED,
        "edits": rules.edits(request.user, viewer, need),
        "conditions": [condition(name) for name in need.hard],
        "closing_form": ClosingForm(prefix="closing", initial={"version": need.version}),
        "home_form": _home_form(request, need) if cares else None,
    }
    return render(request, "referrals/posting/need.html", context | more, status=status)


def _home_form(request: Request, need: Need) -> HomeForm | None:
    if need.hub_id or not need.is_open or not rules.moderates(request.viewer, need):
        return None
    found = homes.homes_for(need, homes.members_of(need.group))
    return HomeForm(found, prefix="home", initial={"version": need.version})


def _referrals(viewer: Any, need: Need) -> list[Referral]:
    if not viewer.in_network:
        return []
    found = Referral.objects.visible_to(viewer).filter(need=need)
    return list(queries.referrals_in_full(found).order_by("sent_at", "pk"))


def _is_asked(viewer: Any, referral: Referral) -> bool:
    return referral.hub_id in viewer.hubs and referral.state not in OVER


def _passed(referral: Referral) -> list[tuple[str, str]]:
    return [(str(field.label), value) for field, value in queries.passed_on(referral).items()]


def condition(name: str) -> str:
    """A condition that the client will not bend, in words."""
    return {
        "place": _("It has to be there."),
        "language": _("One of these languages has to be spoken."),
        "delivery": _("On site or remote as asked for."),
        "date": _("It cannot start later."),
        "budget": _("It cannot cost more."),
    }.get(name, name)
