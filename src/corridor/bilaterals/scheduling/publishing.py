"""A proposal becomes the schedule. The bookings are written in one transaction under the database's own
constraints; those that stay as they are keep their revision, and only people whose day differs are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from corridor.bilaterals.enums import BilateralState, Proof, ProposalState
from corridor.bilaterals.models import Bilaterals, BookedParty, Booking, Profile, Proposal
from corridor.kernel import journal
from corridor.kernel.errors import Conflict

from . import placing
from .actions import locked
from .booking import book
from .problem import Event, Place, Placed, read_event
from .queries import published_of
from .telling import tell_changed

Day = frozenset[tuple[int, int, int]]  # of one person: meeting, slot, table


def publish_proposal(*, by: Any, proposal: Proposal) -> list[Profile]:
    """Those whose day changes, who are told. Meetings cancelled since it was made are left out."""
    try:
        with transaction.atomic():
            return _publish(by, proposal)
    except IntegrityError as error:  # somebody booked without waiting for their turn
        raise Conflict(_("Meetings were booked in the meantime. Look again.")) from error


def _publish(by: Any, proposal: Proposal) -> list[Profile]:
    bilaterals = locked(proposal.bilaterals)
    kept = Proposal.objects.select_for_update(of=("self",)).select_related("bilaterals").get(pk=proposal.pk)
    event = read_event(bilaterals)
    wanted = _wanted(kept, event)
    before = days(bilaterals)
    written = book(bilaterals, event, wanted, revision=kept.number)
    changed = _changed(before, days(bilaterals))
    _replace(kept, by)
    told = {"number": kept.number, "bookings": written, "people": len(changed)}
    journal.record("publish-schedule", kept, by=by, after=told)
    tell_changed(changed)
    return changed


def _wanted(proposal: Proposal, event: Event) -> Placed:
    """Refused where it is no schedule any more of what is there now."""
    if proposal.state != ProposalState.DONE or proposal.proof == Proof.IMPOSSIBLE:
        raise Conflict(_("This schedule is not one that can be published."))
    published = published_of(proposal.bilaterals)
    if proposal.change and proposal.of_id != (published.pk if published else None):
        raise Conflict(_("Another schedule was published since this one was made. Report the change again."))
    if not proposal.change and _booked_since(proposal):
        raise Conflict(_("Meetings were booked in the meantime. Look again."))
    there = {one.pk for one in event.meetings}
    wanted = {key: at for key, at in placing.from_json(proposal.placed).items() if key in there}
    if not _fits(event, wanted):
        text = _(
            "Since this schedule was made, somebody cancelled, comes later or lost a table. Propose again."
        )
        raise Conflict(text)
    return event.begun | wanted


def _booked_since(proposal: Proposal) -> bool:
    """Whether somebody took a meeting at short notice while this schedule was made; repairs are made at once,
    and those that wait to be published are told."""
    since = Booking.objects.filter(
        meeting__bilaterals=proposal.bilaterals,
        meeting__state=BilateralState.AGREED,
        meeting__agreed_at__gt=proposal.started_at or proposal.asked_at,
    )
    return any(str(meeting) not in proposal.placed for meeting in since.values_list("meeting", flat=True))


def _fits(event: Event, wanted: Mapping[int, Place]) -> bool:
    """A required meeting may be missing, since it may have been agreed after the proposal."""
    tables = {table.pk for kind in event.tables for table in kind}
    if any(slot not in event.slot_numbers or table not in tables for slot, table in wanted.values()):
        return False
    faults, _worth = placing.faults(placing.none_required(event.problem), event.schedule_of(wanted))
    return not faults


def days(bilaterals: Bilaterals) -> dict[int, Day]:
    """Of each person with bookings which meeting is when and where."""
    rows = BookedParty.objects.filter(booking__meeting__bilaterals=bilaterals)
    found = defaultdict(set)
    columns = ("profile_id", "booking__meeting_id", "booking__slot_id", "booking__table_id")
    for profile, *what in rows.values_list(*columns):
        found[profile].add(tuple(what))
    return {profile: frozenset(one) for profile, one in found.items()}


def _changed(before: Mapping[int, Day], after: Mapping[int, Day]) -> list[Profile]:
    ids = {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}
    rows = Profile.objects.filter(pk__in=ids).select_related(
        "bilaterals__event__group", "registration__person"
    )
    return list(rows.order_by("pk"))


def _replace(proposal: Proposal, by: Any) -> None:
    proposal.bilaterals.proposals.filter(state=ProposalState.PUBLISHED).update(state=ProposalState.REPLACED)
    Proposal.objects.filter(pk=proposal.pk).update(
        state=ProposalState.PUBLISHED, published_at=Now(), published_by=by
    )
