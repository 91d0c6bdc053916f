"""After the poll: counting it once, and what follows from the result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound
from corridor.members.enums import TermBasis
from corridor.members.groups.roles.actions import give_role
from corridor.members.groups.roles.leading import keeps_a_moderator
from corridor.members.models import GroupRole

from . import announcing, queries
from .actions import _locked
from .counting import Result, count
from .models import Candidate, Election, TieRule
from .queries import Phase

SHORTEST = timedelta(days=3)  # of a second round


def count_election(*, election: Election, by: Any = None) -> Election:
    """Count a closed poll, once; the numbers are sealed in the journal. A second call changes nothing."""
    with transaction.atomic():
        locked = _locked(election)
        phase = queries.phase_of(locked)
        if phase == Phase.COUNTED:
            return locked
        if phase != Phase.CLOSED:
            raise Conflict(_("The poll is not closed yet."))
        result = _result_of(locked)
        locked.result, locked.counted_at = result.as_json(), timezone.now()
        locked.save(update_fields=["result", "counted_at"])
        journal.record("count-election", locked, by=by, after=result.as_json())
        _follow(locked, result)
    return locked


def _result_of(election: Election) -> Result:
    votes = {candidate.pk: 0 for candidate in queries.standing(election)}
    rows = election.ballots.values_list("candidate").annotate(number=Count("id"))
    counted = dict(rows.order_by())
    abstained = counted.pop(None, 0)
    return count(queries.electorate(election).count(), votes | counted, abstained)


def _follow(election: Election, result: Result) -> None:
    if result.winner is not None:
        _elect(election, Candidate.objects.select_related("person").get(pk=result.winner))
    elif result.tied and election.tie_rule == TieRule.SECOND_ROUND:
        _open_second_round(election, result.tied)
    announcing.tell_result(election)


def decide_tie(*, by: Any, election: Election, candidate: Candidate, reason: str) -> Election:
    """The support team chooses between those with equal votes and says why."""
    with transaction.atomic():
        locked = _locked(election)
        if candidate.pk not in locked.result.get("tied", ()):
            raise NotFound
        if locked.given_id or locked.tie_rule != TieRule.SUPPORT:
            raise Conflict(_("This election is already decided."))
        journal.record("decide-tie", locked, by=by, after={"candidate": candidate.pk, "reason": reason})
        _elect(locked, candidate)
        announcing.tell_result(locked)
    return locked


def _elect(election: Election, candidate: Candidate) -> None:
    since = max(election.term_since, timezone.localdate())
    until = election.term_until if election.term_until and election.term_until >= since else None
    with keeps_a_moderator(election.group_id):
        _make_room(election, candidate, since)
        election.given = give_role(
            by=None,
            group=election.group,
            person=candidate.person,
            role=election.role,
            since=since,
            until=until,
            basis=TermBasis.ELECTED,
            tells=False,
        )
    election.save(update_fields=["given"])


def _make_room(election: Election, candidate: Candidate, since: Any) -> None:
    """Somebody who is elected again: the old term ends on the day before the new one begins."""
    theirs = GroupRole.objects.filter(
        person=candidate.person_id, group=election.group_id, role=election.role, ended_at=None
    )
    for old in theirs.filter(Q(until=None) | Q(until__gte=since)).select_for_update():
        if old.since < since:
            old.until = since - timedelta(days=1)
        else:
            old.ended_at = timezone.now()
        old.save(update_fields=["until", "ended_at"])
        journal.record("elected-again", old, after={"until": str(old.until), "election": election.pk})


def _open_second_round(election: Election, tied: list[int]) -> None:
    """Between those with equal votes, as long as the first vote was open, at least three days."""
    now = timezone.now()
    length = max(election.voting_closes - election.nominations_close, SHORTEST)
    second = Election.objects.create(
        group=election.group,
        role=election.role,
        nominations_close=now,
        voting_closes=now + length,
        term_since=max(election.term_since, timezone.localdate(now + length)),
        term_until=election.term_until,
        tie_rule=TieRule.SUPPORT,
        first_round=election,
        opened_by=election.opened_by,
    )
    for candidate in Candidate.objects.filter(pk__in=tied):
        Candidate.objects.create(
            election=second,
            person_id=candidate.person_id,
            hub_id=candidate.hub_id,
            nominated_by_id=candidate.nominated_by_id,
            accepted_at=candidate.accepted_at,
        )
    journal.record("open-second-round", second, after={"first": election.pk, "tied": tied})


def keep_time() -> None:
    """Announce the polls that have begun, count those that have closed; each in its own transaction."""
    for election in queries.elections().filter(counted_at=None, cancelled_at=None):
        phase = queries.phase_of(election)
        if phase == Phase.VOTING and election.votes_announced_at is None:
            announcing.tell_voting(election)
        elif phase == Phase.CLOSED:
            count_election(election=election)
