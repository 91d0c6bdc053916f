"""The poll among the pages of its meeting: one's own answer, the result as it stands, and choosing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.meetings import rules, times
from corridor.meetings.models import Meeting
from corridor.meetings.polls import actions, queries, reasons, results, wording
from corridor.meetings.polls.forms import AnswerForm, ReopenForm
from corridor.meetings.polls.models import Poll, PollSlot
from corridor.meetings.polls.queries import Phase
from corridor.meetings.queries import meeting_for_leading, meeting_for_members
from corridor.members.views import see_other


@login_required
@require_safe
def poll(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_members(request.viewer, slug, pk)
    found = queries.latest_poll(meeting)
    if found is None:
        return _empty(request, meeting)
    return page(request, found)


def _empty(request: Request, meeting: Meeting) -> HttpResponse:
    may = queries.may_have_poll(meeting) and rules.prepares_meetings(request.user, meeting.group)
    return render(request, "meetings/polls/poll.html", {"meeting": meeting, "tab": "poll", "may_open": may})


def page(
    request: Request,
    poll: Poll,
    *,
    form: AnswerForm | None = None,
    error: CorridorError | None = None,
    reopening: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    meeting, phase = poll.meeting, queries.phase_of(poll)
    zone = times.zone_of(request.user, meeting)
    result = results.result_of(poll)
    context: dict[str, Any] = {
        "meeting": meeting,
        "tab": "poll",
        "poll": poll,
        "phase": phase.value,
        "error": error,
        "leads": rules.leads_meetings(request.user, meeting.group),
        "may_open": phase == Phase.CANCELLED
        and queries.may_have_poll(meeting)
        and rules.prepares_meetings(request.user, meeting.group),
        "result": result,
        "columns": _columns(poll, result, zone),
        "ranking": sorted(_columns(poll, result, zone), key=lambda one: one["column"].rank),
        "reopening": reopening or ReopenForm(),
        "closes": wording.told(poll.closes_at, poll.closes_at, zone, meeting.zone).here,
    }
    own = _own(request, poll, phase, form, zone)
    return render(
        request, "meetings/polls/poll.html", context | own, status=int(error.status) if error else status
    )


def _columns(poll: Poll, result: results.Result, zone: str) -> list[dict[str, Any]]:
    return [
        {
            "column": column,
            "time": wording.told(column.slot.starts_at, column.slot.ends_at, zone, poll.meeting.zone),
            "why": reasons.strained(column.strained, result.people),
            "proposed": reasons.sentences(column.slot.reasons, result.people),
        }
        for column in result.columns
    ]


def _own(request: Request, poll: Poll, phase: Phase, form: AnswerForm | None, zone: str) -> dict[str, Any]:
    """What the reader answered or is still asked."""
    from .answering import answer_form, slots_to_answer

    invitee = queries.invitee_of(poll, request.user) if phase == Phase.OPEN else None
    if invitee is None:
        return {"invitee": None, "form": None}
    form = form or answer_form(invitee, poll)
    return {"invitee": invitee, "form": form, "slots": slots_to_answer(poll, form, zone)}


@login_required
@require_POST
def choice(request: Request, slug: str, pk: int) -> HttpResponse:
    found = queries.poll_of(meeting_for_leading(request.user, slug, pk))
    try:
        slot = _slot(found, request.POST.get("slot", ""))
        actions.choose_slot(by=request.user, poll=found, slot=slot)
    except (Conflict, Refused) as error:
        return page(request, queries.poll_of(found.meeting), error=error)
    messages.success(request, _("The date is fixed. Everybody who was asked is invited."))
    return see_other("meetings:meeting", slug, pk)


def _slot(poll: Poll, pk: str) -> PollSlot:
    if not pk.isascii() or not pk.isdigit():
        raise Refused(_("Choose a slot."))
    found = poll.slots.filter(pk=int(pk[:18])).first()
    if found is None:
        raise NotFound
    return found


@login_required
@require_POST
def cancellation(request: Request, slug: str, pk: int) -> HttpResponse:
    found = queries.poll_of(meeting_for_leading(request.user, slug, pk))
    try:
        actions.cancel_poll(by=request.user, poll=found)
    except Conflict as error:
        return page(request, queries.poll_of(found.meeting), error=error)
    messages.success(request, _("The poll is closed, and no slot was chosen."))
    return see_other("meetings:poll", slug, pk)


@login_required
@require_POST
def reopening(request: Request, slug: str, pk: int) -> HttpResponse:
    found = queries.poll_of(meeting_for_leading(request.user, slug, pk))
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return page(request, found, reopening=form, status=422)
    try:
        actions.reopen_poll(by=request.user, poll=found, closes_at=form.closes_at(found.meeting.zone))
    except (Conflict, Refused) as error:
        return page(request, queries.poll_of(found.meeting), error=error)
    messages.success(request, _("The poll is open again."))
    return see_other("meetings:poll", slug, pk)
