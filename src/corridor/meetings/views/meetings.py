"""The meetings of a group, and one of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.audience import Audience
from corridor.kernel.http.request import Request
from corridor.kernel.linked_data.events import as_json_ld
from corridor.meetings import queries, rules
from corridor.meetings.documents.queries import documents_of
from corridor.meetings.enums import MeetingState
from corridor.meetings.linked_data import public_event
from corridor.meetings.models import Meeting
from corridor.members.groups.queries import group_at


@require_safe
def meetings(request: Request, slug: str) -> HttpResponse:
    group = group_at(slug)
    context = {
        "group": group,
        "lists": queries.meetings_listed(request.viewer, group),
        "all_series": queries.series_of(request.viewer, group),
        "prepares": rules.prepares_meetings(request.user, group),
        "belongs": rules.looks_in(request.viewer, group),
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def meeting(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = queries.meeting_in(request.viewer, slug, pk)
    belongs = rules.looks_in(request.viewer, meeting.group)
    context = {
        "meeting": meeting,
        "tab": "overview",
        "belongs": belongs,
        "prepares": rules.prepares_meetings(request.user, meeting.group),
        "answers": queries.answers_to(meeting) if belongs else None,
        "documents": documents_of(meeting) if belongs else [],
        "linked_data": _for_programs(meeting),
        "may_change": meeting.state != MeetingState.CANCELLED,
        "is_over": meeting.is_over(),
        "beside": queries.beside(request.viewer, meeting),
        "decisions": queries.outcome_of(request.viewer, meeting),
    }
    return render(request, "meetings/meeting.html", context)


def _for_programs(meeting: Meeting) -> dict[str, Any] | None:
    """Of a public meeting that has a day."""
    is_public = meeting.audience == Audience.PUBLIC and meeting.held_on is not None
    return as_json_ld(public_event(meeting, queries.Beside())) if is_public else None
