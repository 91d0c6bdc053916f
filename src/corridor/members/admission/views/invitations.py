"""Invitations: the moderators' list, and the page that opens by the link from the mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.errors import Conflict
from corridor.kernel.http.keyed import by_key
from corridor.members.admission import actions, queries, rules
from corridor.members.admission.actions.invitations import Gone, SomebodyElse
from corridor.members.admission.enums import InvitationState
from corridor.members.admission.forms import AcceptForm, GuestForm
from corridor.members.admission.models import Invitation
from corridor.members.enums import SeatRole
from corridor.members.models import WorkingGroup
from corridor.members.views import see_other
from corridor.people.queries import person_by_email

from . import page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_group(request: HttpRequest, slug: str) -> HttpResponse:
    group = queries.group_for_inviting(request.user, slug)
    form = GuestForm(list(queries.orphans_of(group)), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _invite(request, group, form)
        messages.success(request, _("The invitation is on its way."))
        return see_other("members:group-invitations", slug)
    return _list(request, group, form=form, status=422 if request.method == "POST" else 200)


def _invite(request: HttpRequest, group: WorkingGroup, form: GuestForm) -> None:
    if form.hub:
        actions.invite(by=request.user, hub=form.hub, **form.values | {"role": SeatRole.EDITOR})
    else:
        actions.invite(by=request.user, group=group, **form.values)


@login_required
@require_POST
def revocation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = queries.group_for_inviting(request.user, slug)
    invitation = queries.invitation_in(queries.invitations_for_group(group), pk)
    try:
        actions.revoke_invitation(by=request.user, invitation=invitation)
    except Conflict as error:
        return _list(request, group, error=error, status=409)
    messages.success(request, _("The invitation is revoked; its link opens nothing any more."))
    return see_other("members:group-invitations", slug)


def _list(request: HttpRequest, group: WorkingGroup, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "group": group,
        "invitations": list(queries.invitations_for_group(group)[:100]),
        "open": InvitationState.OPEN,
        "form": GuestForm(list(queries.orphans_of(group))),
    }
    return page(request, "group_invitations", context | more, status)


@by_key
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Looking changes nothing. Accepting takes the person at the invited address, and nobody else."""
    invitation = queries.invitation_behind(key)
    if invitation.state != InvitationState.OPEN or not rules.still_stands_for(invitation):
        return _gone(request, invitation)
    if request.method == "POST":
        return _accept(request, invitation, key)
    return _invitation(request, invitation, key)


def _accept(request: HttpRequest, invitation: Invitation, key: str) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    form = AcceptForm(request.POST)
    if person is None and not person_by_email(invitation.email) and not form.is_valid():
        return _invitation(request, invitation, key, form=form, status=422)
    values = form.cleaned_data if person is None and form.is_valid() else {}
    try:
        actions.accept_invitation(invitation=invitation, person=person, **values)
    except Gone:
        return _gone(request, queries.invitation_behind(key))
    except SomebodyElse as error:
        return _invitation(request, invitation, key, error=error, status=409)
    if person is None:
        messages.success(
            request, _("Your account is open. Sign in with a code that we send to your address.")
        )
        return see_other("people:sign-in")
    messages.success(request, _("Welcome. Here are the people of your new place."))
    if invitation.hub:
        return see_other("members:people", invitation.hub.slug)
    return see_other("portal:group", invitation.group.slug)  # type: ignore[union-attr]


def _invitation(
    request: HttpRequest, invitation: Invitation, key: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    person = request.user
    is_mine = person.is_authenticated and person.email.casefold() == invitation.email.casefold()
    context = {
        "invitation": invitation,
        "key": key,
        "is_mine": is_mine,
        "is_somebody_else": person.is_authenticated and not is_mine,
        "has_account": person_by_email(invitation.email) is not None,
        "form": AcceptForm(initial={"language": invitation.language}),
    }
    return page(request, "invitation", context | more, status)


def _gone(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    state = invitation.state if invitation.state != InvitationState.OPEN else InvitationState.REVOKED
    context = {"invitation": invitation, "state": state.value}
    return page(request, "invitation_gone", context, HTTPStatus.GONE)
