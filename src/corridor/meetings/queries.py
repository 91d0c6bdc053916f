"""Reads and doors: a door gives a meeting to whom it is open, and ``NotFound`` to all others."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound

from . import rules
from .models import Meeting, MeetingQuerySet

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


def _one(meetings: MeetingQuerySet, **wanted: Any) -> Meeting:
    if int(wanted["pk"]).bit_length() >= 64:  # noqa: PLR2004 - more than the column holds
        raise NotFound
    meeting = meetings.select_related("group", "series").filter(**wanted).first()
    if meeting is None:
        raise NotFound
    return meeting
