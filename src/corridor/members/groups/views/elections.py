"""Elections as the members of a group see them, and as its moderators hold them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.members.groups import queries as group_queries
from corridor.members.groups import rules
from corridor.members.groups.elections import actions, queries, results
from corridor.members.groups.elections.forms import DecisionForm, ElectionForm
from corridor.members.groups.elections.models import Candidate, Election, Participation
from corridor.members.groups.elections.queries import Phase
from corridor.members.models import Hub
from corridor.members.views import see_other
from corridor.people.models import Person


@login_required
@require_safe
def elections(request: Request, slug: str) -> HttpResponse:
    group = group_queries.group_for_members(request.viewer, slug)
    context = {
        "group": group,
        "elections": queries.elections_of(group),
        "may_open": rules.may_hold_elections(request.user, group),
    }
    return render(request, "members/groups/elections.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_election(request: Request, slug: str) -> HttpResponse:
    group = group_queries.group_for_elections(request.user, slug)
    form = ElectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            election = actions.open_election(by=request.user, group=group, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.text))
        else:
            messages.success(request, _("The election is open. The hubs can nominate."))
            return see_other("members:election", slug, election.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "members/groups/election_form.html", {"group": group, "form": form}, status=status)


@login_required
@require_safe
def election(request: Request, slug: str, pk: int) -> HttpResponse:
    return _page(request, queries.election_for_viewing(request.viewer, slug, pk))


def _page(request: Request, election: Election, error: CorridorError | None = None) -> HttpResponse:
    phase = queries.phase_of(election)
    person = request.user
    hubs = queries.hubs_of(person, election)
    context: dict[str, Any] = {
        "group": election.group,
        "election": election,
        "phase": phase.value,
        "error": error,
        "standing": list(queries.standing(election)),
        "asked": election.candidates.filter(accepted_at=None, declined_at=None).select_related(
            "person", "hub"
        ),
        "own": election.candidates.filter(person=person.pk).first(),
        "to_nominate": queries.people_to_nominate(hubs, election) if phase == Phase.NOMINATING else [],
        "to_vote": queries.hubs_without_vote(person, election) if phase == Phase.VOTING else [],
        "voted": Participation.objects.filter(election=election).count(),
        "electorate": queries.electorate(election).count(),
        "result": _result(election),
        "may_hold": rules.may_hold_elections(person, election.group),
        "may_decide": _is_tied(election) and rules.may_decide_ties(person, election.group),
        "is_tied": _is_tied(election),
        "second": Election.objects.filter(first_round=election).first(),
    }
    status = int(error.status) if error else 200
    return render(request, "members/groups/election.html", context, status=status)


def _is_tied(election: Election) -> bool:
    tied = bool(election.result.get("tied")) and election.given_id is None
    return tied and election.tie_rule == "support"


def _result(election: Election) -> list[dict[str, Any]]:
    """Candidates with their votes, the most first."""
    votes: dict[str, int] = election.result.get("votes", {})
    people = {str(one.pk): one for one in election.candidates.select_related("person", "hub")}
    tied = election.result.get("tied", [])
    rows = [
        {"candidate": people[pk], "votes": number, "is_tied": int(pk) in tied}
        for pk, number in votes.items()
        if pk in people
    ]
    return sorted(rows, key=lambda row: (-row["votes"], row["candidate"].person.name))


def _done(request: Request, election: Election, said: str) -> HttpResponse:
    messages.success(request, said)
    return see_other("members:election", election.group.slug, election.pk)


@login_required
@require_POST
def nomination(request: Request, slug: str, pk: int) -> HttpResponse:
    election = queries.election_for_viewing(request.viewer, slug, pk)
    hub_id, _sep, person_id = request.POST.get("who", "").partition("-")
    hub, person = _find(Hub, hub_id), _find(Person, person_id)
    try:
        actions.nominate(by=request.user, election=election, hub=hub, person=person)
    except Conflict as error:
        return _page(request, election, error)
    return _done(request, election, _("The nomination is made. The person is asked whether they accept."))


@login_required
@require_POST
def candidacy(request: Request, slug: str, pk: int) -> HttpResponse:
    election = queries.election_for_viewing(request.viewer, slug, pk)
    candidate = Candidate.objects.filter(election=election, person=request.user.pk).first()
    if candidate is None:
        raise NotFound
    accepts = request.POST.get("answer") == "yes"
    try:
        actions.answer_nomination(by=request.user, candidate=candidate, accepts=accepts)
    except Conflict as error:
        return _page(request, election, error)
    return _done(request, election, _("You stand for election.") if accepts else _("You do not stand."))


@login_required
@require_POST
def ballot(request: Request, slug: str, pk: int) -> HttpResponse:
    election = queries.election_for_viewing(request.viewer, slug, pk)
    hub = _find(Hub, request.POST.get("hub", ""))
    chosen = request.POST.get("candidate", "")
    candidate = None if chosen == "none" else _find(Candidate, chosen)
    try:
        actions.cast_ballot(by=request.user, election=election, hub=hub, candidate=candidate)
    except Conflict as error:
        return _page(request, election, error)
    return _done(request, election, _("Your hub has voted. How it voted is kept nowhere."))


@login_required
@require_POST
def counting(request: Request, slug: str, pk: int) -> HttpResponse:
    election = _for_holding(request, slug, pk)
    try:
        results.count_election(election=election, by=request.user)
    except Conflict as error:
        return _page(request, election, error)
    return _done(request, election, _("The votes are counted."))


@login_required
@require_POST
def cancellation(request: Request, slug: str, pk: int) -> HttpResponse:
    election = _for_holding(request, slug, pk)
    try:
        actions.cancel_election(by=request.user, election=election)
    except Conflict as error:
        return _page(request, election, error)
    return _done(request, election, _("The election is cancelled."))


@login_required
@require_POST
def decision(request: Request, slug: str, pk: int) -> HttpResponse:
    """Between equal votes; only for the support team."""
    election = queries.election_for_viewing(request.viewer, slug, pk)
    if not rules.may_decide_ties(request.user, election.group):
        raise NotFound
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, election, Refused(_("Choose one of those with equal votes, and say why.")))
    candidate = _find(Candidate, str(form.cleaned_data["candidate"]))
    try:
        results.decide_tie(
            by=request.user, election=election, candidate=candidate, reason=form.cleaned_data["reason"]
        )
    except Conflict as error:
        return _page(request, election, error)
    return _done(request, election, _("The election is decided."))


def _for_holding(request: Request, slug: str, pk: int) -> Election:
    group_queries.group_for_elections(request.user, slug)
    return queries.election_for_viewing(request.viewer, slug, pk)


def _find(model: Any, pk: str) -> Any:
    """By an id from a form; the action checks that it belongs there."""
    if not pk.isascii() or not pk.isdigit():
        raise NotFound
    found = model.objects.filter(pk=int(pk[:18])).first()
    if found is None:
        raise NotFound
    return found
