"""Suggestions for an agenda wait for the group's moderators: one item for each meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting
from corridor.meetings.enums import ItemState, MeetingState
from corridor.meetings.models import Meeting
from corridor.members.enums import GroupRoleName

ANY_SUGGESTION = """exists (select from meetings_agendaitem i join meetings_meeting m on m.id = i.meeting_id
    where i.state = 'suggested' and m.group_id = any(%(moderates)s) and m.state <> 'cancelled'
    and (m.held_on is null or m.held_on >= %(today)s))"""


def register() -> None:
    register_waiting("meetings.suggestions", suggestions, if_any=ANY_SUGGESTION)


def suggestions(person: Any, viewer: Viewer) -> Iterator[Item]:
    if not viewer.moderates:
        return
    coming = Q(held_on=None) | Q(held_on__gte=timezone.localdate())
    meetings = Meeting.objects.filter(coming, group__in=viewer.moderates)
    waiting = Count("items", filter=Q(items__state=ItemState.SUGGESTED))
    meetings = meetings.annotate(number=waiting).filter(number__gt=0)
    for meeting in meetings.exclude(state=MeetingState.CANCELLED).select_related("group"):
        title = ngettext(
            "A suggestion for the agenda of %(meeting)s",
            "%(number)s suggestions for the agenda of %(meeting)s",
            meeting.number,
        )
        yield Item(
            kind="agenda-suggestion",
            title=title % {"number": meeting.number, "meeting": best_text(meeting.title)},
            url=reverse("meetings:agenda", args=[meeting.group.slug, meeting.pk]) + "#suggestions",
            for_whom=best_text(meeting.group.name),
            as_role=str(GroupRoleName.MODERATOR.label),
            why=_("Take or set aside: whoever made the suggestion is told."),
            due=meeting.held_on,
        )
