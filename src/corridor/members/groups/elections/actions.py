"""Writes to elections. Every step locks the election, and asks the database's clock only then."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.members.models import Hub, Seat, WorkingGroup

from . import announcing, queries
from .models import Ballot, Candidate, Election, Participation, TieRule
from .queries import Phase


def open_election(
    *,
    by: Any,
    group: WorkingGroup,
    role: str,
    nominations_close: datetime,
    voting_closes: datetime,
    term_since: date,
    term_until: date | None = None,
    tie_rule: str = TieRule.SUPPORT,
) -> Election:
    """Nominations begin now; everybody who acts for a member hub is told."""
    if not timezone.now() < nominations_close < voting_closes:
        raise Refused(_("Nominations close first, in the future, and voting after them."))
    if term_since < timezone.localdate(voting_closes):
        raise Refused(_("The term cannot begin before the voting is closed."))
    with transaction.atomic():
        election = Election.objects.create(
            group=group,
            role=role,
            nominations_close=nominations_close,
            voting_closes=voting_closes,
            term_since=term_since,
            term_until=term_until,
            tie_rule=tie_rule,
            opened_by=by,
        )
        journal.record("open-election", election, by=by, after=_told(election))
        announcing.tell_opened(election)
    return election


def nominate(*, by: Any, election: Election, hub: Hub, person: Any) -> Candidate:
    """A hub names one of its own people, who is asked whether they accept."""
    with transaction.atomic():
        locked = _in_phase(election, Phase.NOMINATING, _("The nominations are closed."))
        if hub not in queries.hubs_of(by, locked):
            raise NotFound
        if not Seat.objects.current().filter(hub=hub, person=person).exists():
            raise NotFound
        try:
            with transaction.atomic():
                candidate = Candidate.objects.create(election=locked, person=person, hub=hub, nominated_by=by)
        except IntegrityError as error:
            text = _("Your hub has already nominated somebody, or this person is already nominated.")
            raise Conflict(text) from error
        told = {"election": locked.pk, "hub": hub.pk, "person": person.pk}
        journal.record("nominate", candidate, by=by, after=told)
        announcing.ask_candidate(candidate)
    return candidate


def answer_nomination(*, by: Any, candidate: Candidate, accepts: bool) -> Candidate:
    """Accept, decline, or withdraw again, until the nominations close."""
    with transaction.atomic():
        _in_phase(candidate.election, Phase.NOMINATING, _("The nominations are closed."))
        kept = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
        if kept.person_id != by.pk:
            raise NotFound
        now = timezone.now()
        kept.accepted_at, kept.declined_at = (now, None) if accepts else (None, now)
        try:
            with transaction.atomic():
                kept.save(update_fields=["accepted_at", "declined_at"])
        except IntegrityError as error:
            raise Conflict(_("Your hub has nominated somebody else meanwhile.")) from error
        journal.record("answer-nomination", kept, by=by, after={"accepts": accepts})
    return kept


def cast_ballot(*, by: Any, election: Election, hub: Hub, candidate: Candidate | None) -> None:
    """One vote of one hub, once. Kept are that the hub voted, and a ballot that belongs to no hub."""
    with transaction.atomic():
        locked = _in_phase(election, Phase.VOTING, _("The poll is closed."))
        if hub not in queries.hubs_of(by, locked):
            raise NotFound
        if candidate is not None and candidate not in queries.standing(locked):
            raise NotFound
        try:
            with transaction.atomic():
                Participation.objects.create(election=locked, hub=hub, by=by)
        except IntegrityError as error:
            raise Conflict(_("Your hub has already voted.")) from error
        Ballot.objects.create(election=locked, candidate=candidate)
        journal.record("vote", locked, by=by, after={"hub": hub.pk})


def cancel_election(*, by: Any, election: Election) -> Election:
    with transaction.atomic():
        locked = _locked(election)
        if queries.phase_of(locked) in (Phase.COUNTED, Phase.CANCELLED):
            raise Conflict(_("This election is over."))
        locked.cancelled_at = timezone.now()
        locked.save(update_fields=["cancelled_at"])
        journal.record("cancel-election", locked, by=by)
    return locked


def _in_phase(election: Election, phase: Phase, text: str) -> Election:
    locked = _locked(election)
    if queries.phase_of(locked) != phase:
        raise Conflict(text)
    return locked


def _locked(election: Election) -> Election:
    """The row, held; the clock is asked after whoever held it before has let go."""
    Election.objects.select_for_update().only("pk").get(pk=election.pk)
    return Election.objects.select_related("group").annotate(clock=Now()).get(pk=election.pk)


def _told(election: Election) -> dict[str, Any]:
    return {
        "group": election.group_id,
        "role": election.role,
        "nominations_close": election.nominations_close.isoformat(),
        "voting_closes": election.voting_closes.isoformat(),
        "term_since": election.term_since.isoformat(),
        "tie_rule": election.tie_rule,
    }
