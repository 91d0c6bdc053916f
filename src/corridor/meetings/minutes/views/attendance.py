"""Who is there: each says so with the meeting's code, or those who prepare it tick a list."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.errors import CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.kernel.keys import digest_of
from corridor.meetings import queries as meeting_queries
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.minutes import actions, attendance
from corridor.meetings.minutes.forms import CheckInForm, came_from
from corridor.meetings.minutes.running import SIGNS
from corridor.meetings.models import Meeting
from corridor.members.views import see_other
from corridor.people import limits
from corridor.people.limits import Attempt, Limit
from corridor.people.models import Person

PER_PERSON: Final = Limit(10, 15 * 60)
PER_PEER: Final = Limit(200, 15 * 60)  # everybody in a meeting room shares one address
TEMPLATE: Final = "meetings/minutes/check_in.html"


class CheckIn(Attempt):
    """Guesses at a code, counted for each person and for each peer address."""

    @property
    def counts(self) -> tuple[tuple[str, Limit], ...]:
        return (
            (f"check-in:person:{digest_of(self.account)}", PER_PERSON),
            (f"check-in:peer:{digest_of(self.peer)}", PER_PEER),
        )


class TooOften(Refused):
    code = "too-often"

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        text = ngettext(
            "Too many attempts. Try again in %(minutes)s minute.",
            "Too many attempts. Try again in %(minutes)s minutes.",
            minutes,
        )
        super().__init__(text % {"minutes": minutes})


def _count(request: Request, who: str) -> CheckIn:
    attempt = limits.attempt_of(request, who)
    counted = CheckIn(attempt.account, attempt.peer)
    if seconds := limits.seconds_to_wait(counted):
        raise TooOften(seconds)
    return counted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_anywhere(request: Request) -> HttpResponse:
    """Whatever meeting of theirs is open: the code says which."""
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = _plain(form.cleaned_data["code"])
        try:
            counted = _count(request, f"person:{request.user.pk}")
            meeting = attendance.open_meeting_with(request.viewer, code)
            if meeting is None:
                raise actions.WrongCode
            actions.check_in(code=code, meeting=meeting, person=request.user)
        except Refused as error:
            form.add_error("code", str(error.text))
        else:
            limits.forget(counted)
            return _arrived(request, meeting)
    return _form(request, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = _meeting(request, slug, pk)
    hubs = attendance.hubs_of(request.user, meeting)
    form = CheckInForm(request.POST if request.method == "POST" else None, hubs=hubs)
    if request.method == "POST" and form.is_valid():
        hub = next((one for one in hubs if one.pk == form.cleaned_data.get("hub")), None)
        try:
            counted = _count(request, f"person:{request.user.pk}")
            actions.check_in(code=form.cleaned_data["code"], meeting=meeting, person=request.user, hub=hub)
        except Refused as error:
            form.add_error("code", str(error.text))
        else:
            limits.forget(counted)
            return _arrived(request, meeting)
    return _form(request, form, meeting)


def _meeting(request: Request, slug: str, pk: int) -> Meeting:
    """For the group, and for whoever is invited."""
    try:
        return meeting_queries.meeting_for_members(request.viewer, slug, pk)
    except NotFound:
        mine = Invitation.objects.filter(person=request.user.pk, withdrawn_at=None, meeting=pk)
        found = mine.filter(meeting__group__slug=slug).select_related("meeting__group", "meeting__series")
        row = found.first()
        if row is None:
            raise
        return row.meeting


@require_http_methods(["GET", "HEAD", "POST"])
def guest_check_in(request: Request, slug: str, pk: int, token: str) -> HttpResponse:
    """By the signed link of an invitation, without an account."""
    row = attendance.invitation_with(token, slug, pk)
    form = CheckInForm(request.POST if request.method == "POST" else None)
    came = bool(row.came)
    if request.method == "POST" and form.is_valid():
        try:
            counted = _count(request, f"invitation:{row.pk}")
            actions.check_in(code=form.cleaned_data["code"], meeting=row.meeting, invitation=row)
        except Refused as error:
            form.add_error("code", str(error.text))
        else:
            limits.forget(counted)
            return HttpResponse(status=303, headers={"Location": request.path})
    return _form(request, form, row.meeting, guest=row, came=came)


def _form(request: Request, form: CheckInForm, meeting: Meeting | None, **more: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, TEMPLATE, {"form": form, "meeting": meeting, **more}, status=status)


def _arrived(request: Request, meeting: Meeting) -> HttpResponse:
    messages.success(request, _("Thank you. It is noted that you are here."))
    try:
        meeting_queries.meeting_for_members(request.viewer, meeting.group.slug, meeting.pk)
    except NotFound:
        return see_other("meetings:check-in", meeting.group.slug, meeting.pk)
    return see_other("meetings:live", meeting.group.slug, meeting.pk)


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign in SIGNS)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: Request, slug: str, pk: int) -> HttpResponse:
    """The list, for those who prepare the meeting."""
    meeting = meeting_queries.meeting_for_preparing(request.user, slug, pk)
    rows = attendance.invited_now(meeting)
    if request.method == "POST":
        actions.note_came(by=request.user, meeting=meeting, came=came_from(request.POST, rows))
        messages.success(request, _("Saved."))
        return see_other("meetings:presence", slug, pk)
    return _list(request, meeting, rows)


def _list(
    request: Request, meeting: Meeting, rows: list[Invitation], error: CorridorError | None = None
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "tab": "live",
        "rows": rows,
        "here": attendance.here(meeting),
        "others": attendance.people_not_invited(meeting),
        "error": error,
    }
    return render(
        request, "meetings/minutes/presence.html", context, status=int(error.status) if error else 200
    )


@login_required
@require_POST
def walk_in(request: Request, slug: str, pk: int) -> HttpResponse:
    """Somebody of a member hub who was not invited is there."""
    meeting = meeting_queries.meeting_for_preparing(request.user, slug, pk)
    chosen = {
        f"{hub.pk}-{one.pk}": (hub, one)
        for hub, people in attendance.people_not_invited(meeting)
        for one in people
    }
    hub_and_person: tuple[Any, Person] | None = chosen.get(request.POST.get("who", ""))
    if hub_and_person is None:
        error = Refused(_("Choose somebody who is not on the list yet."))
        return _list(request, meeting, attendance.invited_now(meeting), error)
    hub, person = hub_and_person
    actions.note_walk_in(by=request.user, meeting=meeting, person=person, hub=hub)
    return see_other("meetings:presence", slug, pk)
