"""Needs that came in by the public form: what waits, taken up or refused."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import Conflict, NotFound
from corridor.kernel.http.request import Request
from corridor.members.models import WorkingGroup
from corridor.members.views import see_other
from corridor.referrals import queries, rules
from corridor.referrals.models import Need
from corridor.referrals.posting import homes, listing, moderation
from corridor.referrals.posting.moderation_forms import RefusalForm, TakeUpForm

ON_A_PAGE = 20


@login_required
@require_safe
def waiting(request: Request, group: str) -> HttpResponse:
    return _list(request, listing.group_for_moderating(request.viewer, group))


@login_required
@require_POST
def opening(request: Request, group: str, pk: int) -> HttpResponse:
    found, need = _to_decide(request, group, pk)
    form = TakeUpForm(homes.homes_for(need, homes.members_of(found)), request.POST, prefix=f"up-{pk}")
    if not form.is_valid():
        return _list(request, found, status=422, bound=form, of=pk)
    told: dict[str, Any] = {
        "by": request.user,
        "viewer": request.viewer,
        "need": need,
        "hub": form.chosen_or_none,
    }
    try:
        moderation.open_need(**told, version=form.cleaned_data["version"])
    except Conflict as error:
        return _list(request, found, status=409, error=error)
    messages.success(request, _("The need is taken up. The client is told."))
    return see_other("referrals:need", pk)


@login_required
@require_POST
def refusal(request: Request, group: str, pk: int) -> HttpResponse:
    found, need = _to_decide(request, group, pk)
    form = RefusalForm(request.POST, prefix=f"no-{pk}")
    if not form.is_valid():
        return _list(request, found, status=422, bound=form, of=pk)
    told: dict[str, Any] = {"by": request.user, "viewer": request.viewer, "need": need}
    try:
        moderation.refuse_need(**told, **form.cleaned_data)
    except Conflict as error:
        return _list(request, found, status=409, error=error)
    messages.success(request, _("The need is not taken up."))
    return see_other("referrals:waiting-needs", found.slug)


def _to_decide(request: Request, group: str, pk: int) -> tuple[WorkingGroup, Need]:
    """Also what somebody else has decided, which is then said."""
    found = listing.group_for_moderating(request.viewer, group)
    need = queries.need_for_viewing(request.viewer, pk)
    if need.group_id != found.pk or not rules.moderates(request.viewer, need):
        raise NotFound
    return found, need


def _list(
    request: Request, group: WorkingGroup, *, status: int = 200, bound: Any = None, of: int = 0, **more: Any
) -> HttpResponse:
    page = Paginator(listing.waiting_in([group.pk]), ON_A_PAGE).get_page(request.GET.get("page"))
    members = homes.members_of(group) if page.object_list else []
    context = {
        "group": group,
        "page": page,
        "rows": [_row(need, members, bound if need.pk == of else None) for need in page],
        "bound": bound,
    }
    return render(request, "referrals/posting/waiting.html", context | more, status=status)


def _row(need: Need, members: Any, bound: Any) -> dict[str, Any]:
    found = homes.homes_for(need, members)
    now = {"version": need.version}
    up = bound if isinstance(bound, TakeUpForm) else TakeUpForm(found, prefix=f"up-{need.pk}", initial=now)
    no = bound if isinstance(bound, RefusalForm) else RefusalForm(prefix=f"no-{need.pk}", initial=now)
    return {"need": need, "client": getattr(need, "client", None), "take_up": up, "refusal": no}
