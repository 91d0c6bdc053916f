"""Attendance by hub over time: who came, who was excused, who was missing; and who was not asked to come,
or no member yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils import timezone

from corridor.meetings.enums import Reply
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.models import Meeting
from corridor.members.models import GroupMembership, Hub, WorkingGroup

MOST: Final = 12  # the last meetings that are shown


class Came(StrEnum):
    CAME = "came"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOT_INVITED = "not-invited"
    NO_MEMBER = "no-member"


NOT_COUNTED: Final = (Came.NOT_INVITED, Came.NO_MEMBER)
MORE: Final = (Came.ABSENT, Came.EXCUSED, Came.CAME)  # of several people of a hub, the last of these counts


@dataclass(frozen=True)
class HubAttendance:
    """``cells`` stand in the order of the meetings."""

    hub: Hub
    cells: tuple[Came, ...]

    @property
    def came(self) -> int:
        return self.cells.count(Came.CAME)

    @property
    def counted(self) -> int:
        """Meetings at which the hub could have been."""
        return sum(cell not in NOT_COUNTED for cell in self.cells)

    @property
    def share(self) -> int | None:
        """In percent."""
        return round(100 * self.came / self.counted) if self.counted else None


@dataclass(frozen=True)
class Attendance:
    """Meetings of which it was noted who came, the latest first; ``present`` is how many member hubs came."""

    meetings: Sequence[Meeting]
    hubs: Sequence[HubAttendance]

    @property
    def present(self) -> list[int]:
        return [sum(row.cells[n] == Came.CAME for row in self.hubs) for n in range(len(self.meetings))]


def attendance_of(group: WorkingGroup, *, series: int | None = None, most: int = MOST) -> Attendance:
    """Of all who are members today or were during these meetings; three queries."""
    noted = Invitation.objects.filter(came=True, meeting__group=group).values("meeting")
    rows = Meeting.objects.filter(group=group, pk__in=noted).held().filter(held_on__lte=timezone.localdate())
    rows = rows.filter(series=series) if series else rows
    meetings = list(rows.order_by("-held_on", "-pk")[:most])
    answers = _answers(meetings)
    terms = GroupMembership.objects.filter(group=group).select_related("hub").order_by("hub__name", "hub_id")
    first = min((one.held_on for one in meetings if one.held_on), default=timezone.localdate())
    hubs = [
        HubAttendance(term.hub, tuple(_cell(term, one, answers) for one in meetings))
        for term in terms
        if term.until is None or term.until >= first
    ]
    return Attendance(meetings, hubs)


def _cell(term: GroupMembership, meeting: Meeting, answers: dict[tuple[int, int], Came]) -> Came:
    if not _is_member(term, meeting.held_on):
        return Came.NO_MEMBER
    return answers.get((meeting.pk, term.hub_id), Came.NOT_INVITED)


def _is_member(term: GroupMembership, day: date | None) -> bool:
    return day is not None and term.since <= day and (term.until is None or term.until >= day)


def _answers(meetings: Sequence[Meeting]) -> dict[tuple[int, int], Came]:
    """By meeting and hub: a hub came if anybody of it did, and is excused if one of it declined."""
    rows = Invitation.objects.filter(meeting__in=meetings, hub__isnull=False, withdrawn_at=None)
    found: dict[tuple[int, int], Came] = {}
    for meeting, hub, came, reply in rows.order_by().values_list("meeting", "hub", "came", "reply"):
        cell = Came.CAME if came else Came.EXCUSED if reply == Reply.DECLINED else Came.ABSENT
        found[meeting, hub] = max(cell, found.get((meeting, hub), Came.ABSENT), key=MORE.index)
    return found
