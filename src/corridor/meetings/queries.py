"""Reads and doors: a door gives a meeting to whom it is open, and ``NotFound`` to all others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.members.groups.queries import group_at
from corridor.members.models import WorkingGroup

from . import rules
from .enums import MeetingState, Reply
from .models import Decision, Invitation, Meeting, MeetingQuerySet, Series

LONGEST_ID = 18


def any_coming(groups: Collection[int]) -> bool:
    """Whether these groups, by id, meet again; of many it costs little to learn that they do not."""
    if not groups:
        return False
    wanted = """select exists (
        select from meetings_meeting where group_id = any(%s) and held_on >= %s and state = 'fixed')"""
    with connection.cursor() as cursor:
        cursor.execute(wanted, [list(groups), timezone.localdate()])
        return bool(cursor.fetchone()[0])


def meeting_for_viewing(viewer: Viewer, key: str) -> Meeting:
    """The meeting, or ``NotFound`` where there is none that this viewer may see."""
    is_id = key.isascii() and key.isdigit() and len(key) <= LONGEST_ID
    if not is_id:
        raise NotFound
    return _one(Meeting.objects.visible_to(viewer), pk=key)


def meeting_in(viewer: Viewer, slug: str, pk: int) -> Meeting:
    """By the address of its page, for whoever is in its audience."""
    return _one(Meeting.objects.visible_to(viewer), group__slug=slug, pk=pk)


def meeting_for_members(viewer: Viewer, slug: str, pk: int) -> Meeting:
    """For those who belong to the group in whatever role."""
    meeting = meeting_in(viewer, slug, pk)
    if not rules.looks_in(viewer, meeting.group):
        raise NotFound
    return meeting


def meeting_for_taking_part(viewer: Viewer, slug: str, pk: int) -> Meeting:
    """For those who do more than look on."""
    meeting = meeting_in(viewer, slug, pk)
    if not rules.takes_part(viewer, meeting.group):
        raise NotFound
    return meeting


def meeting_for_leading(person: Any, slug: str, pk: int) -> Meeting:
    """For moderators and co-moderators."""
    meeting = _one(Meeting.objects.all(), group__slug=slug, pk=pk)
    if not rules.leads_meetings(person, meeting.group):
        raise NotFound
    return meeting


def meeting_for_preparing(person: Any, slug: str, pk: int) -> Meeting:
    """For these and the support team."""
    meeting = _one(Meeting.objects.all(), group__slug=slug, pk=pk)
    if not rules.prepares_meetings(person, meeting.group):
        raise NotFound
    return meeting


def group_for_preparing(person: Any, slug: str) -> WorkingGroup:
    group = group_at(slug)
    if not rules.prepares_meetings(person, group):
        raise NotFound
    return group


def series_by_key(viewer: Viewer, key: str) -> Series:
    is_id = key.isascii() and key.isdigit() and len(key) <= LONGEST_ID
    found = Series.objects.visible_to(viewer).select_related("group").filter(pk=key) if is_id else None
    if found is None or (one := found.first()) is None:
        raise NotFound
    return one


def series_for_viewing(viewer: Viewer, slug: str, series: str) -> Series:
    found = Series.objects.visible_to(viewer).filter(group__slug=slug, slug=series)
    if one := found.select_related("group").first():
        return one
    raise NotFound


def series_for_preparing(person: Any, slug: str, series: str) -> Series:
    found = Series.objects.filter(group__slug=slug, slug=series).select_related("group").first()
    if found is None or not rules.prepares_meetings(person, found.group):
        raise NotFound
    return found


@dataclass
class Listed:
    """Meetings as a list shows them: the next first, then the last."""

    coming: list[Meeting] = field(default_factory=list)
    drafts: list[Meeting] = field(default_factory=list)
    past: list[Meeting] = field(default_factory=list)
    cancelled: list[Meeting] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.coming or self.drafts or self.past or self.cancelled)


def meetings_listed(viewer: Viewer, group: WorkingGroup, series: Series | None = None) -> Listed:
    """One query, however many there are."""
    meetings = Meeting.objects.visible_to(viewer).filter(group=group).select_related("group", "series")
    if series is not None:
        meetings = meetings.filter(series=series)
    listed, now = Listed(), timezone.now()
    for meeting in meetings.order_by("-held_on", "-starts_at", "-pk"):
        if meeting.state == MeetingState.CANCELLED:
            listed.cancelled.append(meeting)
        elif meeting.state == MeetingState.DRAFT:
            listed.drafts.append(meeting)
        elif meeting.is_over(now):
            listed.past.append(meeting)
        else:
            listed.coming.insert(0, meeting)
    return listed


def series_of(viewer: Viewer, group: WorkingGroup) -> list[Series]:
    return list(Series.objects.visible_to(viewer).filter(group=group))


@dataclass(frozen=True)
class Beside:
    """The meetings before and after one in its series, as far as the reader may see them."""

    before: Meeting | None = None
    after: Meeting | None = None


def beside(viewer: Viewer, meeting: Meeting) -> Beside:
    """One query; nothing for a meeting without a series or a day."""
    if meeting.series_id is None or meeting.held_on is None:
        return Beside()
    held = Meeting.objects.visible_to(viewer).held().filter(series=meeting.series_id).select_related("group")
    around = list(held.order_by("held_on", "starts_at", "pk"))
    if meeting not in around:  # a cancelled one
        return Beside(next((one for one in reversed(around) if _day(one) < _day(meeting)), None))
    at = around.index(meeting)
    return Beside(around[at - 1] if at else None, around[at + 1] if at + 1 < len(around) else None)


def _day(meeting: Meeting) -> Any:
    return meeting.held_on


@dataclass(frozen=True)
class Answers:
    """What the hubs answered to their invitations, and how many people have not answered."""

    coming: list[str]
    perhaps: list[str]
    open: int
    invited: int


def answers_to(meeting: Meeting) -> Answers:
    """Hubs by name; a hub comes if any of its people does. One query."""
    asked = Invitation.objects.filter(meeting=meeting, withdrawn_at=None)
    rows = list(asked.values_list("hub__name", "reply"))
    coming = {hub for hub, reply in rows if hub and reply == Reply.ACCEPTED}
    perhaps = {hub for hub, reply in rows if hub and reply == Reply.TENTATIVE} - coming
    waiting = sum(reply == Reply.NEEDS_ACTION for _hub, reply in rows)
    return Answers(sorted(coming), sorted(perhaps), waiting, len(rows))


def outcome_of(viewer: Viewer, meeting: Meeting) -> list[Decision]:
    """What was decided, as far as the reader may see it."""
    return list(Decision.objects.visible_to(viewer).filter(meeting=meeting).order_by("number"))


def _one(meetings: MeetingQuerySet, **wanted: Any) -> Meeting:
    if int(wanted["pk"]).bit_length() >= 64:  # noqa: PLR2004 - more than the column holds
        raise NotFound
    meeting = meetings.select_related("group", "series").filter(**wanted).first()
    if meeting is None:
        raise NotFound
    return meeting
