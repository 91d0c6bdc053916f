"""Votes as the members of a group see and give them, and as those who lead its meetings hold them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.meetings import rules
from corridor.meetings.enums import Choice
from corridor.meetings.models import Meeting
from corridor.meetings.queries import meeting_for_leading, meeting_for_members, meeting_for_preparing
from corridor.meetings.registers.actions import note_decision
from corridor.members.models import Hub
from corridor.members.views import see_other

from . import actions, queries
from .counting import canonical
from .forms import BallotForm, RecusalForm, VoteForm
from .models import Elector, Vote
from .queries import Phase


@login_required
@require_safe
def votes(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_members(request.viewer, slug, pk)
    context = _frame(meeting) | {"may_open": rules.leads_meetings(request.user, meeting.group)}
    return render(request, "meetings/votes/votes.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_vote(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_leading(request.user, slug, pk)
    form = VoteForm(meeting, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        closes_at = clock() + form.length
        try:
            vote = actions.open_vote(by=request.user, meeting=meeting, closes_at=closes_at, **form.values)
        except Refused as refusal:
            form.add_error(None, str(refusal.text))
        else:
            messages.success(request, _("The vote is open."))
            return see_other("meetings:vote", slug, pk, vote.pk)
    status = 422 if request.method == "POST" else 200
    context = _frame(meeting) | {"form": form} | queries.electorate_today(meeting)
    return render(request, "meetings/votes/vote_form.html", context, status=status)


@login_required
@require_safe
def vote(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    return _page(request, queries.vote_for_members(request.viewer, slug, pk, vote))


def _frame(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "group": meeting.group, "tab": "votes"}


def _page(request: Request, vote: Vote, error: CorridorError | None = None) -> HttpResponse:
    phase, person = queries.phase_of(vote), request.user
    own = queries.own_hubs(vote, person)
    leads = rules.leads_meetings(person, vote.meeting.group)
    context = _frame(vote.meeting) | {
        "vote": vote,
        "phase": phase.value,
        "turnout": queries.turnout_of(vote),
        "own": own,
        "to_vote": [one for one in own if phase == Phase.OPEN and _has_a_say(vote, one)],
        "leads": leads,
        "prepares": leads or rules.prepares_meetings(person, vote.meeting.group),
        "choices": Choice.choices,
        "error": error,
    }
    if phase == Phase.COUNTED:
        context |= _outcome(vote)
    return render(request, "meetings/votes/vote.html", context, status=int(error.status) if error else 200)


def _has_a_say(vote: Vote, one: queries.OwnHub) -> bool:
    return one.elector.recused_by_id is None and not (vote.is_secret and one.elector.voted)


def _outcome(vote: Vote) -> dict[str, Any]:
    result = queries.result_of(vote)
    electors = queries.electors_of(vote)
    return {
        "result": result,
        "electors": [{"hub": one.hub.name, "said": _said(vote, one)} for one in electors],
        "recused": [one for one in electors if one.recused_by_id],
        "check": queries.check_of(vote),
        "decision": getattr(vote, "decision", None),
    }


def _said(vote: Vote, elector: Elector) -> str:
    choice = vote.result.get("ballots", {}).get(str(elector.hub_id))
    if choice:
        return str(Choice(choice).label)
    return _("stayed out") if elector.recused_by_id else _("did not vote")


@login_required
@require_safe
def state(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    """How many have voted, as a part of the page that asks again and again; the whole page is asked for again
    once the vote is no longer as that page shows it."""
    found = queries.vote_for_members(request.viewer, slug, pk, vote)
    phase = queries.phase_of(found)
    context = {"vote": found, "phase": phase.value, "turnout": queries.turnout_of(found)}
    response = render(request, "meetings/parts/vote_state.html", context | _frame(found.meeting))
    if request.GET.get("was", phase.value) != phase.value:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def result(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    """What is sealed, byte by byte: whoever hashes it gets the seal."""
    found = queries.vote_for_members(request.viewer, slug, pk, vote)
    if not found.counted_at:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="vote-{found.pk}.json"'}
    return HttpResponse(canonical(found.result), content_type="application/json", headers=headers)


@login_required
@require_POST
def ballot(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    found = queries.vote_for_members(request.viewer, slug, pk, vote)
    form = BallotForm(request.POST)
    if not form.is_valid():
        _own_hub_or_nothing(request, found)
        return _page(request, found, Refused(_("Choose yes, no, or abstention.")))
    data = form.cleaned_data
    try:
        actions.cast(
            by=request.user,
            vote=found,
            hub=_hub(data["hub"]),
            choice=data["choice"],
            instead_of=data["instead_of"],
        )
    except Conflict as error:
        return _page(request, _again(found), error)
    return _done(request, found, _("Your hub has voted."))


@login_required
@require_POST
def recusal(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    found = queries.vote_for_members(request.viewer, slug, pk, vote)
    form = RecusalForm(request.POST)
    if not form.is_valid():
        _own_hub_or_nothing(request, found)
        return _page(request, found, Refused(_("Say why your hub stays out of this vote.")))
    data = form.cleaned_data
    try:
        actions.recuse(by=request.user, vote=found, hub=_hub(data["hub"]), reason=data["reason"])
    except (Conflict, Refused) as error:
        return _page(request, _again(found), error)
    return _done(request, found, _("Your hub stays out of this vote."))


@login_required
@require_POST
def closing(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    found = queries.vote_for_leading(request.user, slug, pk, vote)
    return _step(request, found, actions.close_vote, _("The vote is closed and counted."))


@login_required
@require_POST
def counting(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    found = queries.vote_for_leading(request.user, slug, pk, vote)
    return _step(request, found, actions.count_vote, _("The votes are counted."))


@login_required
@require_POST
def decision(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    """What was carried becomes a decision, in one tap."""
    meeting_for_preparing(request.user, slug, pk)
    found = queries.vote_for_members(request.viewer, slug, pk, vote)
    try:
        noted = note_decision(
            by=request.user, meeting=found.meeting, text=found.question, item=found.item, vote=found
        )
    except (Conflict, Refused) as error:
        return _page(request, _again(found), error)
    messages.success(request, _("The decision is noted."))
    return see_other("meetings:decision", slug, noted.code)


@login_required
@require_POST
def cancellation(request: Request, slug: str, pk: int, vote: int) -> HttpResponse:
    found = queries.vote_for_leading(request.user, slug, pk, vote)
    return _step(request, found, actions.cancel_vote, _("The vote is cancelled."))


def _step(request: Request, vote: Vote, action: Any, said: str) -> HttpResponse:
    try:
        action(by=request.user, vote=vote)
    except Conflict as error:
        return _page(request, _again(vote), error)
    return _done(request, vote, said)


def _own_hub_or_nothing(request: Request, vote: Vote) -> None:
    """Only those who may vote are told what is wrong with their form."""
    if not queries.own_hubs(vote, request.user):
        raise NotFound


def _again(vote: Vote) -> Vote:
    """As it stands now, with the hour of now."""
    fresh = queries.votes().get(pk=vote.pk)
    fresh.meeting = vote.meeting
    return fresh


def _done(request: Request, vote: Vote, said: str) -> HttpResponse:
    messages.success(request, said)
    return see_other("meetings:vote", vote.meeting.group.slug, vote.meeting_id, vote.pk)


def _hub(pk: int) -> Hub:
    """By an id from a form; the action checks that it may vote."""
    found = Hub.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
