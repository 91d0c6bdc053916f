"""Writes to proposals: asked for, stopped, discarded. What the worker writes is in ``making``, what goes to
everybody in ``publishing``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from corridor.bilaterals.enums import RUNNING, BilateralState, ProposalState
from corridor.bilaterals.models import Bilaterals, Proposal
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused

from . import tasks

OVERDUE: Final = timedelta(minutes=2)  # for reading, explaining and seating


def request_proposal(
    *, by: Any, bilaterals: Bilaterals, seconds: int, spread: int | None = None, all_held: bool = False
) -> Proposal:
    """One is made at a time; the job is queued in the same transaction."""
    with transaction.atomic():
        held = locked(bilaterals)
        if not held.meetings.filter(state=BilateralState.AGREED).exists():
            raise Refused(_("Nobody has agreed to a meeting yet."))
        given = {"seconds": seconds, "spread": spread, "all_held": all_held}
        made = _new(held, asked_by=by, **given)
        journal.record("propose-schedule", made, by=by, after={"number": made.number, **given})
        tasks.make_proposal.defer(proposal_id=made.pk)
    return made


def locked(bilaterals: Bilaterals) -> Bilaterals:
    """Whoever writes schedules, or what they are made of, waits for each other here."""
    rows = Bilaterals.objects.select_for_update(of=("self",), no_key=True).select_related("event__group")
    return rows.get(pk=bilaterals.pk)


def next_number(bilaterals: Bilaterals) -> int:
    last: int | None = bilaterals.proposals.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _new(bilaterals: Bilaterals, **values: Any) -> Proposal:
    try:
        with transaction.atomic():
            return Proposal.objects.create(bilaterals=bilaterals, number=next_number(bilaterals), **values)
    except IntegrityError as error:
        raise Conflict(_("A schedule is being made already. Wait for it, or stop it.")) from error


def stop_proposal(*, by: Any, proposal: Proposal) -> None:
    """Keep the best so far: the worker looks every second. One that no worker has in hand ends here."""
    with transaction.atomic():
        kept = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if kept.state not in RUNNING:
            raise Conflict(_("This schedule is not being made any more."))
        row = Proposal.objects.filter(pk=kept.pk)
        row.filter(stop_at=None).update(stop_at=Now())
        if _in_no_hands(kept):
            row.update(
                state=ProposalState.FAILED, why_failed="stopped before a worker took it", ended_at=Now()
            )
        journal.record("stop-schedule", kept, by=by)


def _in_no_hands(proposal: Proposal) -> bool:
    """It waits still, or its worker should have ended it long ago."""
    if proposal.started_at is None:
        return True
    return clock() > proposal.started_at + timedelta(seconds=proposal.seconds) + OVERDUE


def discard_proposal(*, by: Any, proposal: Proposal) -> None:
    with transaction.atomic():
        kept = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if kept.state not in (ProposalState.DONE, ProposalState.FAILED):
            raise Conflict(_("Only a schedule that is done and not published can be discarded."))
        kept.state = ProposalState.DISCARDED
        kept.save(update_fields=["state"])
        journal.record("discard-schedule", kept, by=by)
