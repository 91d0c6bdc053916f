"""People of a hub: who acts for it, in what role, until when; inviting, changing, ending, leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, Refused
from corridor.kernel.http.request import Request
from corridor.members.admission import actions, queries, rules
from corridor.members.admission.enums import InvitationState
from corridor.members.admission.forms import ColleagueForm, OptionalReasonForm, RoleForm
from corridor.members.enums import SeatRole
from corridor.members.models import Hub
from corridor.members.views import see_other

from . import page


@login_required
@require_safe
def people(request: Request, slug: str) -> HttpResponse:
    return _people(request, queries.hub_with_people(request.user, slug))


@login_required
@require_POST
def invitations(request: Request, slug: str) -> HttpResponse:
    hub = queries.hub_for_managing_people(request.user, slug)
    form = ColleagueForm(request.POST)
    if not form.is_valid():
        return _people(request, hub, form=form, status=422)
    actions.invite(by=request.user, hub=hub, **form.values)
    messages.success(request, _("The invitation is on its way."))
    return see_other("members:people", slug)


@login_required
@require_POST
def revocation(request: Request, slug: str, pk: int) -> HttpResponse:
    hub = queries.hub_for_managing_people(request.user, slug)
    invitation = queries.invitation_in(queries.invitations_of(hub), pk)
    try:
        actions.revoke_invitation(by=request.user, invitation=invitation)
    except Conflict as error:
        return _people(request, hub, error=error, status=409)
    messages.success(request, _("The invitation is revoked; its link opens nothing any more."))
    return see_other("members:people", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: Request, slug: str, pk: int) -> HttpResponse:
    """One colleague's seat: another role, or its end."""
    hub = queries.hub_for_managing_people(request.user, slug)
    seat = queries.seat_in(hub, pk)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": seat.role})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(by=request.user, seat=seat, role=form.cleaned_data["role"])
        except (Refused, Conflict) as error:
            return _seat(request, hub, seat, form=form, error=error)
        messages.success(request, _("The role is changed."))
        return see_other("members:people", slug)
    return _seat(request, hub, seat, form=form, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def ending(request: Request, slug: str, pk: int) -> HttpResponse:
    hub = queries.hub_for_managing_people(request.user, slug)
    seat = queries.seat_in(hub, pk)
    if seat.person_id == request.user.pk:
        return see_other("members:leave-hub", slug)
    form = OptionalReasonForm(request.POST)
    if not form.is_valid():
        return _seat(request, hub, seat, reason_form=form, status=422)
    try:
        actions.dismiss(by=request.user, seat=seat, reason=form.cleaned_data["reason"])
    except Conflict as error:
        return _people(request, hub, error=error, status=409)
    messages.success(
        request, _("The seat has ended, and with it every session, key and mail that hung on it.")
    )
    return see_other("members:people", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: Request, slug: str) -> HttpResponse:
    """The last editor names another first, or ticks that the hub stays without one."""
    hub = queries.hub_with_people(request.user, slug)
    seat = queries.own_seat(request.user, hub)
    error = None
    if request.method == "POST":
        try:
            actions.leave_hub(by=request.user, seat=seat, orphaning="orphaning" in request.POST)
        except CorridorError as refusal:
            error = refusal
        else:
            messages.success(request, _("You have left the hub. You are signed out everywhere."))
            return see_other("portal:home")
    others = [one for one in queries.seats_of(hub) if one.pk != seat.pk]
    is_last = seat.role == SeatRole.EDITOR and not any(one.role == SeatRole.EDITOR for one in others)
    context = {"hub": hub, "seat": seat, "others": others, "is_last": is_last, "error": error}
    return page(request, "leave_hub", context, int(error.status) if error else 200)


def _people(request: Request, hub: Hub, *, status: int = 200, **more: Any) -> HttpResponse:
    seats = list(queries.seats_of(hub))
    today = timezone.localdate()
    manages = rules.may_manage_people(request.user, hub)
    editors = [seat for seat in seats if seat.role == SeatRole.EDITOR and seat.since <= today]
    context = {
        "hub": hub,
        "seats": seats,
        "manages": manages,
        "one_editor": len(editors) == 1,
        "invitations": list(queries.invitations_of(hub)[:50]) if manages else [],
        "open": InvitationState.OPEN,
        "claims": list(queries.claims_on(hub, request.user)) if manages else [],
        "memberships": list(queries.memberships_of(hub)),
        "form": ColleagueForm(),
    }
    return page(request, "people", context | more, status)


def _seat(
    request: Request,
    hub: Hub,
    seat: Any,
    *,
    status: int = 200,
    error: CorridorError | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "hub": hub,
        "seat": seat,
        "form": RoleForm(initial={"role": seat.role}),
        "reason_form": OptionalReasonForm(),
        "is_mine": seat.person_id == request.user.pk,
        "error": error,
    }
    return page(request, "seat", context | more, int(error.status) if error else status)
