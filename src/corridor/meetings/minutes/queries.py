"""Reads and doors of minutes: a door gives them to whom they are open, and ``NotFound`` to all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Now

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.meetings.enums import MeetingState, MinutesState
from corridor.meetings.minutes.models import Clash, Comment, Correction, Minutes, MinutesQuerySet, Passage
from corridor.meetings.models import Meeting
from corridor.meetings.rules import leads_meetings, takes_part

LONGEST_ID: Final = 18
LARGEST_ID: Final = 2**63


def minutes() -> MinutesQuerySet:
    """With their meeting, and the database's hour as ``clock``."""
    found = Minutes.objects.select_related("meeting__group", "meeting__series", "approved_in")
    return found.annotate(clock=Now())


def minutes_by_key(viewer: Viewer, key: str) -> Minutes:
    is_id = key.isascii() and key.isdigit() and len(key) <= LONGEST_ID
    return _one(minutes().filter(pk=key), viewer) if is_id else _nothing()


def minutes_for_viewing(viewer: Viewer, slug: str, pk: int) -> Minutes:
    """Those of the meeting at this address."""
    return _one(_at(slug, pk), viewer)


def minutes_for_leading(person: Any, slug: str, pk: int) -> Minutes:
    """For moderators and co-moderators."""
    found = _at(slug, pk).first()
    if found is None or not leads_meetings(person, found.meeting.group):
        raise NotFound
    return found


def minutes_of(meeting: Meeting) -> Minutes | None:
    return minutes().filter(meeting=meeting).first()


def passage_for_members(viewer: Viewer, slug: str, pk: int, passage: int) -> Passage:
    """One passage, for those who take part; what they may do with it, its actions say."""
    found = _passages(slug, pk, passage)
    if found is None or not takes_part(viewer, found.minutes.meeting.group):
        raise NotFound
    return found


def passage_for_correcting(person: Any, slug: str, pk: int, passage: int) -> Passage:
    found = _passages(slug, pk, passage)
    if found is None or not leads_meetings(person, found.minutes.meeting.group):
        raise NotFound
    return found


def clash_in(minutes: Minutes, pk: int) -> Clash:
    found = None
    if pk < LARGEST_ID:
        found = Clash.objects.select_related("passage").filter(passage__minutes=minutes, pk=pk).first()
    return found or _nothing()


def comment_in(minutes: Minutes, pk: int) -> Comment:
    found = Comment.objects.filter(minutes=minutes, pk=pk).first() if pk < LARGEST_ID else None
    return found or _nothing()


def passages_of(minutes: Minutes) -> list[Passage]:
    """In the order of the agenda, what belongs to no item last; with corrections or, until they are approved,
    clashes."""
    found = minutes.passages.select_related("item").order_by(F("item__position").asc(nulls_last=True), "id")
    corrected = Prefetch("corrections", Correction.objects.select_related("by"), "corrected")
    unsettled = Clash.objects.filter(settled_at=None).select_related("by")
    clashes = Prefetch("clashes", unsettled, "open_clashes")
    passages = list(found.prefetch_related(corrected if minutes.is_approved else clashes))
    for one in passages:  # a template looks for both, and long for what is not there
        vars(one).setdefault("corrected", [])
        vars(one).setdefault("open_clashes", [])
    return passages


def comments_on(minutes: Minutes) -> dict[int | None, list[Comment]]:
    """By passage; under none those on the minutes as a whole. One query."""
    found: dict[int | None, list[Comment]] = {}
    for comment in minutes.comments.select_related("by", "settled_by"):
        found.setdefault(comment.passage_id, []).append(comment)
    return found


def open_clashes(minutes: Minutes) -> QuerySet[Clash]:
    return Clash.objects.filter(passage__minutes=minutes, settled_at=None)


def open_objections(minutes: Minutes) -> QuerySet[Comment]:
    return Comment.objects.filter(minutes=minutes, is_objection=True, settled_at=None)


def previous_minutes(meeting: Meeting, viewer: Viewer) -> Minutes | None:
    """Of the last meeting of the same series that has any which this viewer may read."""
    if meeting.held_on is None:
        return None
    found = Minutes.objects.visible_to(viewer).filter(
        meeting__group=meeting.group_id,
        meeting__series=meeting.series_id,
        meeting__held_on__lt=meeting.held_on,
    )
    found = found.only("meeting__title", "meeting__held_on", "meeting__group__slug")
    return found.select_related("meeting__group").order_by("-meeting__held_on", "-meeting").first()


def meetings_that_approve(minutes: Minutes) -> Sequence[Meeting]:
    """Later meetings of the group that have begun: one of them may have approved these minutes."""
    later = Meeting.objects.filter(
        group=minutes.meeting.group_id, state=MeetingState.FIXED, opened_at__isnull=False
    ).exclude(pk=minutes.meeting_id)
    since = minutes.meeting.held_on
    return list(later.filter(held_on__gte=since).order_by("-held_on")[:5]) if since else []


def due_by_silence() -> QuerySet[Minutes]:
    """The time for comments is over by the database's clock, nobody objects, and silence approves them."""
    found = minutes().filter(state=MinutesState.COMMENTS, comments_until__lte=Now())
    found = found.exclude(meeting__series__approval="meeting")
    objected = Comment.objects.filter(is_objection=True, settled_at=None).values("minutes")
    clashing = Clash.objects.filter(settled_at=None).values("passage__minutes")
    return found.exclude(pk__in=objected).exclude(pk__in=clashing)


def _at(slug: str, pk: int) -> MinutesQuerySet:
    if pk >= LARGEST_ID:
        raise NotFound
    return minutes().filter(meeting__group__slug=slug, meeting=pk)


def _passages(slug: str, pk: int, passage: int) -> Passage | None:
    if max(pk, passage) >= LARGEST_ID:
        return None
    found = Passage.objects.select_related("minutes__meeting__group", "minutes__meeting__series", "item")
    return found.filter(minutes__meeting__group__slug=slug, minutes__meeting=pk, pk=passage).first()


def _one(found: MinutesQuerySet, viewer: Viewer) -> Minutes:
    """There is at most one: ``first`` would put it in order, which takes a quarter of the time."""
    return next(iter(found.visible_to(viewer)), None) or _nothing()


def _nothing() -> Any:
    raise NotFound
