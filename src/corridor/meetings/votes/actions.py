"""Writes to votes. Every step holds the vote's row, and asks the database's clock only then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.i18n.fields import clean_text
from corridor.meetings.enums import Choice, Majority
from corridor.meetings.models import Meeting
from corridor.members.models import Hub

from . import queries, tasks
from .counting import quorum_of, seal_of
from .models import Elector, Vote, VoteBallot
from .queries import COUNTED, Phase

LONGEST: Final = timedelta(days=30)

# All ballots of a secret vote are written anew with each one that comes, in the order of their random keys:
# neither their place in the table nor the transaction that wrote them tells which hub's is which.
_SHUFFLE = """
with old as (delete from meetings_voteballot where vote_id = %(vote)s returning id, vote_id, choice)
insert into meetings_voteballot (id, vote_id, choice)
select id, vote_id, choice from old
union all select gen_random_uuid(), %(vote)s, %(choice)s
order by 1
"""


def open_vote(
    *,
    by: Any,
    meeting: Meeting,
    question: str,
    is_secret: bool,
    majority: str,
    closes_at: datetime,
    item: Any = None,
) -> Vote:
    """Voting begins now: one vote for each hub that is a member today."""
    now = clock()
    if not now < closes_at <= now + LONGEST:
        raise Refused(_("A vote closes in the future, and within thirty days."))
    if item is not None and item.meeting_id != meeting.pk:
        raise NotFound
    hubs = list(queries.member_hubs(meeting, timezone.localdate(now)))
    if not hubs:
        raise Refused(_("No hub is a member today, so nobody could vote."))
    percent = queries.percent_of(meeting)
    with transaction.atomic():
        vote = Vote.objects.create(
            meeting=meeting,
            item=item,
            question=clean_text(question),
            is_secret=is_secret,
            majority=Majority(majority).value,
            quorum_percent=percent,
            quorum=quorum_of(percent, len(hubs)),
            opened_at=now,
            opened_by=by,
            closes_at=closes_at,
        )
        Elector.objects.bulk_create(Elector(vote=vote, hub=hub) for hub in hubs)
        journal.record("open-vote", vote, by=by, after=_told(vote, len(hubs)))
        tasks.count_when_closed(vote)
    return vote


def cast(*, by: Any, vote: Vote, hub: Hub, choice: str, instead_of: str = "") -> None:
    """One vote of one hub; whoever acts for it and comes first gives it.

    Of a secret vote two things are kept that nothing ties together: that the hub voted, and a ballot. An open
    one may be changed until the vote closes by somebody who knows what it replaces: ``instead_of``.
    """
    said = Choice(choice)
    with transaction.atomic():
        locked = _open(vote, for_all=not vote.is_secret)
        elector = _elector(by, locked, hub)
        try:
            with transaction.atomic():
                if locked.is_secret:
                    _cast_secretly(by, locked, elector, said)
                else:
                    _cast_openly(by, locked, elector, said, instead_of)
        except IntegrityError as error:  # the database's own clock was quicker than we are
            raise Conflict(_("The vote is closed.")) from error


def _cast_secretly(by: Any, vote: Vote, elector: Elector, choice: Choice) -> None:
    if elector.voted:
        raise Conflict(_("Your hub has already voted."))
    _note_voted(by, elector)
    with connection.cursor() as cursor:
        cursor.execute(_SHUFFLE, {"vote": vote.pk, "choice": choice.value})
    journal.record("cast-vote", vote, by=by, after={"hub": elector.hub_id})


def _cast_openly(by: Any, vote: Vote, elector: Elector, choice: Choice, instead_of: str) -> None:
    ballot = VoteBallot.objects.filter(vote=vote, hub=elector.hub_id).first()
    before = ballot.choice if ballot else ""
    if before == choice:
        return
    if ballot is None:
        VoteBallot.objects.create(vote=vote, hub_id=elector.hub_id, choice=choice)
    elif before == instead_of:
        VoteBallot.objects.filter(pk=ballot.pk).update(choice=choice)
    else:
        named = {"choice": Choice(before).label}
        raise Conflict(_("Somebody has already voted for your hub: %(choice)s.") % named)
    _note_voted(by, elector)
    after = {"hub": elector.hub_id, "choice": choice.value}
    journal.record("cast-vote", vote, by=by, before={"choice": before} if before else {}, after=after)


def _note_voted(by: Any, elector: Elector) -> None:
    elector.voted, elector.voted_by = True, by
    elector.save(update_fields=["voted", "voted_by"])


def recuse(*, by: Any, vote: Vote, hub: Hub, reason: str) -> Elector:
    """A hub that is concerned itself stays out: it counts neither as a voter nor for the quorum."""
    why = clean_text(reason)
    if not why:
        raise Refused(_("Say why your hub stays out of this vote."))
    with transaction.atomic():
        locked = _open(vote)
        elector = _elector(by, locked, hub)
        if elector.voted:
            raise Conflict(_("Your hub has already voted."))
        elector.recused_by, elector.recused_why = by, why
        elector.save(update_fields=["recused_by", "recused_why"])
        left = locked.electors.filter(recused_by=None).count()
        locked.quorum = quorum_of(locked.quorum_percent, left)
        locked.save(update_fields=["quorum"])
        journal.record("recuse", locked, by=by, after={"hub": hub.pk, "quorum": locked.quorum})
    return elector


def close_vote(*, by: Any, vote: Vote) -> Vote:
    """Before its time: when all have voted, or because whoever leads decides so. Then it is counted."""
    with transaction.atomic():
        locked = _open(vote)
        planned = locked.closes_at
        locked.closes_at = clock()
        locked.save(update_fields=["closes_at"])
        hours = {"closes_at": planned.isoformat()}, {"closes_at": locked.closes_at.isoformat()}
        journal.record("close-vote", locked, by=by, before=hours[0], after=hours[1])
        return count_vote(vote=locked, by=by)


def cancel_vote(*, by: Any, vote: Vote) -> Vote:
    """Nothing comes of it; what was counted stays."""
    with transaction.atomic():
        locked = _locked(vote)
        if queries.phase_of(locked) in (Phase.COUNTED, Phase.CANCELLED):
            raise Conflict(_("This vote is over."))
        locked.cancelled_at = clock()
        locked.save(update_fields=["cancelled_at"])
        journal.record("cancel-vote", locked, by=by)
    return locked


def count_vote(*, vote: Vote, by: Any = None) -> Vote:
    """Count a closed vote, once, and seal the result in the journal. A second call changes nothing."""
    with transaction.atomic():
        locked = _locked(vote)
        phase = queries.phase_of(locked)
        if phase == Phase.COUNTED:
            return locked
        if phase != Phase.CLOSED:
            raise Conflict(_("The vote is not closed yet."))
        result = queries.tally(locked).as_json()
        locked.result, locked.seal, locked.counted_at = result, seal_of(result), clock()
        locked.save(update_fields=["result", "seal", "counted_at"])
        numbers = {name: value for name, value in result.items() if name not in ("question", "ballots")}
        journal.record(COUNTED, locked, by=by, after=numbers | {"seal": locked.seal})
    return locked


def count_closed() -> int:
    """All that have closed and were not counted yet; each in its own transaction."""
    due = Vote.objects.filter(counted_at=None, cancelled_at=None, closes_at__lte=Now())
    return sum(count_vote(vote=vote).counted_at is not None for vote in due)


def _open(vote: Vote, *, for_all: bool = False) -> Vote:
    locked = _locked(vote, for_all=for_all)
    phase = queries.phase_of(locked)
    if phase == Phase.CANCELLED:
        raise Conflict(_("This vote was cancelled."))
    if phase != Phase.OPEN:
        raise Conflict(_("The vote is closed."))
    return locked


def _locked(vote: Vote, *, for_all: bool = False) -> Vote:
    """The row, held, so that the clock is asked after whoever held it before has let go. ``for_all`` lets
    others hold it in the same way: hubs need not wait for each other, only closing waits for them."""
    strength = "share" if for_all else "update"
    with connection.cursor() as cursor:
        cursor.execute(f"select from meetings_vote where id = %s for {strength}", [vote.pk])
    return queries.votes().get(pk=vote.pk)


def _elector(by: Any, vote: Vote, hub: Hub) -> Elector:
    elector = Elector.objects.select_for_update().filter(vote=vote, hub=hub).first()
    if elector is None or not queries.acts_for(by, hub.pk):
        raise NotFound
    if elector.recused_by_id:
        raise Conflict(_("Your hub stays out of this vote."))
    return elector


def _told(vote: Vote, hubs: int) -> dict[str, Any]:
    return {
        "meeting": vote.meeting_id,
        "ballots": "secret" if vote.is_secret else "open",
        "majority": vote.majority,
        "electorate": hubs,
        "quorum": vote.quorum,
        "closes_at": vote.closes_at.isoformat(),
    }
