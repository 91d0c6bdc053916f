"""What the parts of the demo's meetings build on: each is looked up once, and only when somebody needs it."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from django.utils import timezone

from corridor.meetings.enums import MeetingState
from corridor.meetings.models import Meeting
from corridor.members.enums import SeatRole
from corridor.members.models import Seat, WorkingGroup
from corridor.members.queries import memberships_today
from corridor.people.models import Person

TABLE: Final = 9  # hubs that come to each meeting of the task force


class Stage:
    """The group with the meetings that were invented for it, and the editors of its hubs."""

    def __init__(self, group: WorkingGroup) -> None:
        self.group = group

    @cached_property
    def editors(self) -> list[Seat]:
        """One for each member hub, by the hub's address."""
        hubs = memberships_today().filter(group=self.group).values("hub")
        seats = Seat.objects.current().filter(hub__in=hubs, role=SeatRole.EDITOR)
        by_hub = {seat.hub_id: seat for seat in seats.select_related("person", "hub").order_by("-pk")}
        return sorted(by_hub.values(), key=lambda seat: seat.hub.slug)

    @property
    def table(self) -> list[Seat]:
        """Those of the task force."""
        return self.editors[:TABLE]

    @cached_property
    def people(self) -> list[Person]:
        return [seat.person for seat in self.table]

    @cached_property
    def meetings(self) -> list[Meeting]:
        invented = Meeting.objects.filter(group=self.group, series__isnull=False).exclude(
            state=MeetingState.FIXED, starts_at=None
        )
        return list(invented.select_related("group", "series").order_by("held_on", "pk"))

    def held(self, series: str) -> list[Meeting]:
        """Those that were, the latest first."""
        today = timezone.localdate()
        of_series = (one for one in self.meetings if one.series and one.series.slug == series)
        return [one for one in of_series if one.held_on and one.held_on < today][::-1]

    @property
    def coming(self) -> Meeting | None:
        today = timezone.localdate()
        return next((one for one in self.meetings if one.held_on and one.held_on >= today), None)

    @property
    def draft(self) -> Meeting | None:
        return next((one for one in self.meetings if one.state == MeetingState.DRAFT), None)
