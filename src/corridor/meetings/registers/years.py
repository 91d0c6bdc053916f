"""A year of a group in one document: its meetings with their minutes, its decisions, its actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from corridor.kernel.audience import Viewer, visible_filter
from corridor.kernel.errors import NotFound
from corridor.meetings.enums import MinutesState
from corridor.meetings.minutes.models import Minutes, Passage
from corridor.meetings.models import Meeting
from corridor.members.models import WorkingGroup

from . import queries
from .models import Action, Decision


@dataclass(frozen=True)
class YearMeeting:
    """``minutes`` is none where they are not approved or not for this reader; ``passages`` are those with
    text, in the order of the agenda, what belongs to no item last."""

    meeting: Meeting
    minutes: Minutes | None
    passages: Sequence[Passage]
    decisions: Sequence[Decision]
    actions: Sequence[Action]


@dataclass(frozen=True)
class Year:
    """``others`` are decisions that belong to no meeting of the year that the reader may see."""

    group: WorkingGroup
    year: int
    meetings: Sequence[YearMeeting]
    decisions: Sequence[Decision]
    others: Sequence[Decision]

    @property
    def is_empty(self) -> bool:
        return not self.meetings and not self.decisions


def year_of(group: WorkingGroup, year: int, viewer: Viewer) -> Year:
    """What this viewer may see of it, in the order in which it happened; five queries."""
    held = Meeting.objects.visible_to(viewer).held().filter(group=group, held_on__year=year)
    meetings = list(held.select_related("series").order_by("held_on", "pk"))
    decisions = list(queries.decisions().visible_to(viewer).filter(group=group, year=year).order_by("number"))
    actions = _actions(group, viewer, year)
    minutes = _minutes(viewer, meetings)
    ids = {one.pk for one in meetings}
    return Year(
        group=group,
        year=year,
        meetings=[_meeting(one, minutes.get(one.pk), decisions, actions) for one in meetings],
        decisions=decisions,
        others=[one for one in decisions if one.meeting_id not in ids],
    )


def years_of(group: WorkingGroup, viewer: Viewer) -> list[int]:
    """Years of which there is something to tell this viewer."""
    held = Meeting.objects.visible_to(viewer).held().filter(group=group)
    days = held.dates("held_on", "year")
    return sorted({day.year for day in days} | {*queries.years_with_decisions(viewer, group)}, reverse=True)


def year_for_viewing(group: WorkingGroup, year: int, viewer: Viewer) -> Year:
    found = year_of(group, year, viewer)
    if found.is_empty:
        raise NotFound
    return found


def _actions(group: WorkingGroup, viewer: Viewer, year: int) -> list[Action]:
    if group.pk not in viewer.groups:
        return []
    return list(queries.actions().filter(group=group, year=year).order_by("number"))


def _minutes(viewer: Viewer, meetings: Sequence[Meeting]) -> dict[int, Minutes]:
    """Approved ones, as their own audience says."""
    seen = visible_filter(viewer, group="meeting__group_id")
    rows = Minutes.objects.filter(seen, meeting__in=meetings, state=MinutesState.APPROVED)
    passages = Passage.objects.exclude(text="").select_related("item").order_by("item__position", "pk")
    return {one.meeting_id: one for one in rows.prefetch_related(Prefetch("passages", passages))}


def _meeting(
    meeting: Meeting, minutes: Minutes | None, decisions: Sequence[Decision], actions: Sequence[Action]
) -> YearMeeting:
    return YearMeeting(
        meeting=meeting,
        minutes=minutes,
        passages=list(minutes.passages.all()) if minutes else [],
        decisions=[one for one in decisions if one.meeting_id == meeting.pk],
        actions=[one for one in actions if one.meeting_id == meeting.pk],
    )
