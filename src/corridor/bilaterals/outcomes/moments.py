"""When somebody is asked what came of a meeting, and of which meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q, QuerySet

from corridor.bilaterals.enums import BilateralState, OutcomeAt
from corridor.bilaterals.models import Bilateral, Party
from corridor.events.enums import EventState

AFTER: Final[Mapping[OutcomeAt, timedelta]] = {
    OutcomeAt.MONTH: timedelta(days=30),
    OutcomeAt.HALF_YEAR: timedelta(days=182),
}
CATCH_UP: Final = timedelta(days=21)  # a worker that stood still for longer does not ask late


def moment_of(meeting: Bilateral, now: datetime) -> OutcomeAt | None:
    """What can be said now: at the table from its end on, later what the months since the event make of it.
    Nothing of a meeting that did not happen."""
    booking = getattr(meeting, "booking", None)
    is_over = meeting.held_at is not None or (booking is not None and booking.ends_at <= now)
    if not is_over or meeting.state == BilateralState.CANCELLED:
        return None
    since = now - meeting.bilaterals.event.ends_at
    reached = [at for at, after in AFTER.items() if since >= after]
    return reached[-1] if reached else OutcomeAt.TABLE


def to_be_asked(at: OutcomeAt, now: datetime) -> QuerySet[Party]:
    """Parts in meetings of events of which this is the day or was a few days ago, where nobody said that the
    meeting did not happen, and nothing was said at this moment."""
    ended = now - AFTER[at]
    parties = Party.objects.filter(
        meeting__bilaterals__event__ends_at__range=(ended - CATCH_UP, ended),
        meeting__bilaterals__event__state=EventState.PUBLISHED,
        meeting__state=BilateralState.AGREED,
    )
    missed = Party.objects.filter(came=False).values("meeting")
    happened = Q(meeting__held_at__isnull=False) | (
        Q(meeting__booking__isnull=False) & ~Q(meeting__in=missed)
    )
    said = Q(meeting__outcomes__at=at, meeting__outcomes__profile=F("profile"))
    rows = parties.filter(happened).exclude(pk__in=parties.filter(said).values("pk"))
    return rows.select_related(
        "profile__registration__person", "profile__bilaterals__event__group", "meeting"
    ).order_by("profile", "pk")
