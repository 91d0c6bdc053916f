"""What happens after publication: it is noted, and the published schedule is repaired at once, in the same
transaction. Nobody's day changes until somebody publishes the repair."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from corridor.bilaterals.enums import BilateralState, Change, Proof, ProposalState
from corridor.bilaterals.models import Bilateral, Bilaterals, Booking, Party, Profile, Proposal, Table
from corridor.bilaterals.scheduling import placing
from corridor.bilaterals.scheduling.actions import locked, next_number
from corridor.bilaterals.scheduling.problem import Event, Placed, read_event
from corridor.bilaterals.scheduling.queries import published_of
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused

from .seating import seated


def cancel_meeting(*, by: Any, meeting: Bilateral, why: str = "") -> Proposal | None:
    """The repair, or nothing while no schedule is published."""
    with transaction.atomic():
        bilaterals = locked(meeting.bilaterals)
        kept = Bilateral.objects.select_for_update().get(pk=meeting.pk)
        if kept.state == BilateralState.CANCELLED:
            raise Conflict(_("This meeting is cancelled already."))
        begun = Booking.objects.filter(meeting=kept, starts_at__lte=clock()).exists()
        if begun:
            raise Conflict(_("This meeting has begun already."))
        _cancel([kept.pk], by, why)
        return _repaired(by, bilaterals, Change.CANCELLED, {"meeting": kept.pk})


def leave(*, by: Any, profile: Profile, change: Change = Change.CANCELLED) -> Proposal | None:
    """Somebody cancels all that is to come, or did not come. Meetings that two others or more are left in
    are held without them."""
    with transaction.atomic():
        bilaterals = locked(profile.bilaterals)
        if not Profile.objects.filter(pk=profile.pk, left_at=None).update(left_at=Now()):
            raise Conflict(_("This person has left already."))
        _cancel(_without_company(bilaterals, profile), by, "")
        return _repaired(by, bilaterals, change, {"profile": profile.pk})


def come_late(*, by: Any, profile: Profile, until: datetime) -> Proposal | None:
    """No meetings before then."""
    with transaction.atomic():
        bilaterals = locked(profile.bilaterals)
        other = Profile.objects.filter(pk=profile.pk).exclude(late_until=until)
        if not other.update(late_until=until):
            return None
        of = {"profile": profile.pk, "until": until.isoformat()}
        return _repaired(by, bilaterals, Change.LATE, of)


def lose_table(*, by: Any, table: Table) -> Proposal | None:
    with transaction.atomic():
        bilaterals = locked(table.bilaterals)
        if not Table.objects.filter(pk=table.pk, lost_at=None).update(lost_at=Now()):
            raise Conflict(_("This table is lost already."))
        return _repaired(by, bilaterals, Change.TABLE_LOST, {"table": table.pk})


def take_in(*, by: Any, bilaterals: Bilaterals) -> Proposal:
    """Meetings that were agreed since the schedule was published."""
    with transaction.atomic():
        held = locked(bilaterals)
        new = sorted(unplaced(held).values_list("pk", flat=True))
        repaired = _repaired(by, held, Change.NEW_REQUEST, {"meetings": new}) if new else None
        if repaired is None:
            raise Refused(_("No meeting waits for a place in a published schedule."))
        return repaired


def unplaced(bilaterals: Bilaterals) -> Any:
    """Agreed meetings without a booking."""
    return bilaterals.meetings.filter(state=BilateralState.AGREED, booking=None)


def _cancel(meetings: Iterable[int], by: Any, why: str) -> None:
    rows = Bilateral.objects.filter(pk__in=list(meetings))
    person = by if getattr(by, "pk", None) else None
    values: dict[str, Any] = {"cancelled_at": Now(), "cancelled_by": person, "cancelled_why": why}
    rows.update(state=BilateralState.CANCELLED, **values)


def _without_company(bilaterals: Bilaterals, profile: Profile) -> list[int]:
    """Booked meetings to come of somebody who leaves, in which nobody is left to meet another; those without
    a booking end with the requests."""
    own = Party.objects.filter(profile=profile).values("meeting")
    coming = bilaterals.meetings.filter(state=BilateralState.AGREED, pk__in=own)
    coming = coming.filter(booking__starts_at__gt=clock())
    left = Count("people", Q(people__left_at=None, people__registration__state="registered"))
    return list(coming.annotate(left=left).filter(left__lt=2).values_list("pk", flat=True))


def _repaired(by: Any, bilaterals: Bilaterals, change: Change, of: dict[str, Any]) -> Proposal | None:
    """Earlier repairs that nobody published are replaced: this one knows of their changes as well."""
    journal.record("report-change", bilaterals, by=by, after={"change": change.value, **of})
    published = published_of(bilaterals)
    if published is None:
        return None
    earlier = bilaterals.proposals.filter(state=ProposalState.DONE).exclude(change="")
    earlier.update(state=ProposalState.REPLACED)
    return Proposal.objects.create(
        bilaterals=bilaterals,
        number=next_number(bilaterals),
        state=ProposalState.DONE,
        change=change,
        change_of=of,
        of=published,
        asked_by=by if getattr(by, "pk", None) else None,
        started_at=Now(),
        ended_at=Now(),
        **_repair(read_event(bilaterals), booked(bilaterals)),
    )


def booked(bilaterals: Bilaterals) -> Placed:
    rows = Booking.objects.filter(meeting__bilaterals=bilaterals)
    return {meeting: (slot, table) for meeting, slot, table in rows.values_list("meeting", "slot", "table")}


def _repair(event: Event, before: Placed) -> dict[str, Any]:
    from corridor.engines.scheduling.repair import Repaired, repair

    none = Repaired((), (), 0, most_held=True)
    repaired = repair(event.problem, event.schedule_of(before)) if event.meetings else none
    return {
        "placed": placing.as_json(seated(event, repaired.schedule, before)),
        "values": placing.check_before_storing(placing.none_required(event.problem), repaired.schedule),
        "proof": Proof.OPTIMAL if repaired.proven else Proof.BEST_FOUND,
        "moved": len(repaired.moved),
        "least": repaired.bound,
    }
