"""Who is invited: the tab "People" of a meeting, and one's own answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.meetings import rules
from corridor.meetings.enums import MeetingState, Via
from corridor.meetings.models import Meeting
from corridor.meetings.queries import meeting_for_members, meeting_for_preparing
from corridor.members.views import see_other
from corridor.people.models import Person

from . import actions, inviting, queries
from .forms import LONGEST_LIST, AnswerForm, GuestForm


@login_required
@require_safe
def people(request: Request, slug: str, pk: int) -> HttpResponse:
    return _page(request, meeting_for_members(request.viewer, slug, pk))


def _page(
    request: Request, meeting: Meeting, *, form: GuestForm | None = None, error: CorridorError | None = None
) -> HttpResponse:
    invited = queries.invited(meeting)
    may_change = rules.prepares_meetings(request.user, meeting.group) and _is_open(meeting)
    context: dict[str, Any] = {
        "meeting": meeting,
        "tab": "people",
        "hubs": queries.by_hub(invited),
        "counts": queries.counts(invited),
        "invited": len(invited),
        "unsent": sum(one.sent_revision is None for one in invited),
        "prepares": rules.prepares_meetings(request.user, meeting.group),
        "may_change": may_change,
        "is_fixed": meeting.state == MeetingState.FIXED,
        "error": error,
    }
    if may_change:
        context |= {"benches": inviting.benches(meeting), "form": form or GuestForm(meeting)}
    status = int(error.status) if error else 422 if form and form.errors else 200
    return render(request, "meetings/invitations/people.html", context, status=status)


def _is_open(meeting: Meeting) -> bool:
    return meeting.state != MeetingState.CANCELLED and not meeting.is_over()


@login_required
@require_POST
def invite(request: Request, slug: str, pk: int) -> HttpResponse:
    """Those who were ticked; a person each, or everybody of a hub at once."""
    meeting = meeting_for_preparing(request.user, slug, pk)
    chosen = _chosen(request, meeting)
    if not chosen:
        return _page(request, meeting, error=Refused(_("Choose somebody to invite.")))
    required = [one.pk for one in chosen] if request.POST.get("is_required") else []
    try:
        new = actions.invite_people(by=request.user, meeting=meeting, people=chosen, required=required)
    except Conflict as error:
        return _page(request, meeting, error=error)
    text = ngettext("%(count)s person is on the list.", "%(count)s people are on the list.", len(new))
    messages.success(request, text % {"count": len(new)} + " " + _("Nothing is sent yet."))
    return see_other("meetings:people", slug, pk)


def _chosen(request: Request, meeting: Meeting) -> list[Person]:
    """Ids that are not among those who can be asked are as if they were not there."""
    ticked = set(request.POST.getlist("person")[:LONGEST_LIST])
    hubs = set(request.POST.getlist("hub")[:LONGEST_LIST])
    return [
        one.person
        for bench in inviting.benches(meeting)
        for one in bench.people
        if "all" in hubs or bench.key in hubs or str(one.person.pk) in ticked
    ]


@login_required
@require_POST
def guest(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    form = GuestForm(meeting, request.POST)
    if not form.is_valid():
        return _page(request, meeting, form=form)
    try:
        new = actions.invite_people(by=request.user, meeting=meeting, guests=[form.guest])
    except Conflict as error:
        return _page(request, meeting, error=error)
    if not new:
        form.add_error("address", _("Somebody with this address is on the list already."))
        return _page(request, meeting, form=form)
    messages.success(request, _("The guest is on the list. Nothing is sent yet."))
    return see_other("meetings:people", slug, pk)


@login_required
@require_POST
def announcement(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    try:
        count = actions.announce(by=request.user, meeting=meeting)
    except (Conflict, Refused) as error:
        return _page(request, meeting, error=error)
    text = ngettext("%(count)s invitation is sent.", "%(count)s invitations are sent.", count)
    messages.success(request, text % {"count": count})
    return see_other("meetings:people", slug, pk)


@login_required
@require_POST
def withdrawal(request: Request, slug: str, pk: int, invitation: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    one = queries.invitation_in(meeting, invitation)
    try:
        actions.withdraw(by=request.user, invitation=one)
    except Conflict as error:
        return _page(request, meeting, error=error)
    text = _("%(name)s is no longer invited.") % {"name": one.shown_name}
    messages.success(request, text)
    return see_other("meetings:people", slug, pk)


@login_required
@require_POST
def requirement(request: Request, slug: str, pk: int, invitation: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    one = queries.invitation_in(meeting, invitation)
    actions.require(by=request.user, invitation=one, is_required=request.POST.get("is_required") == "yes")
    return see_other("meetings:people", slug, pk)


@login_required
@require_POST
def answer_of(request: Request, slug: str, pk: int, invitation: int) -> HttpResponse:
    """What somebody said on the phone, noted by those who prepare the meeting."""
    meeting = meeting_for_preparing(request.user, slug, pk)
    one = queries.invitation_in(meeting, invitation)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, error=Refused(_("Choose one of the answers.")))
    try:
        actions.answer(invitation=one, reply=form.cleaned_data["reply"], via=Via.OTHERS, by=request.user)
    except Conflict as error:
        return _page(request, meeting, error=error)
    messages.success(request, _("The answer of %(name)s is noted.") % {"name": one.shown_name})
    return see_other("meetings:people", slug, pk)


@login_required
@require_POST
def answer(request: Request, slug: str, pk: int) -> HttpResponse:
    """One's own, also from "Needs you now"."""
    meeting = meeting_for_members(request.viewer, slug, pk)
    one = queries.invitation_to(meeting, request.user)
    if one is None:
        raise NotFound
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, error=Refused(_("Choose one of the answers.")))
    data = form.cleaned_data
    try:
        note = data["note"] if "note" in request.POST else None
        actions.answer(invitation=one, reply=data["reply"], via=Via.PAGE, by=request.user, note=note)
    except Conflict as error:
        return _page(request, meeting, error=error)
    messages.success(request, _("Thank you. You can change your answer until the meeting is over."))
    return see_other("meetings:meeting", slug, pk)
