"""Holding a meeting while its agenda is written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from corridor.kernel.errors import NotFound, Refused
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import MeetingState
from corridor.meetings.models import Meeting


def locked(meeting: Meeting) -> Meeting:
    """The meeting, held until the end of the transaction; none that is cancelled."""
    Meeting.objects.select_for_update().only("pk").get(pk=meeting.pk)
    kept = Meeting.objects.select_related("group", "series").get(pk=meeting.pk)
    if kept.state == MeetingState.CANCELLED:
        raise Refused(_("The meeting is cancelled."))
    return kept


def locked_item(item: AgendaItem) -> AgendaItem:
    """As it is now that nobody else writes; ``NotFound`` where it is gone."""
    locked(item.meeting)
    kept = AgendaItem.objects.filter(pk=item.pk).select_related("meeting__group", "suggested_by").first()
    if kept is None:
        raise NotFound
    return kept
