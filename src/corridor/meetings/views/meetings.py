"""The meetings of a group, and one of them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.meetings import queries
from corridor.meetings.models import Meeting
from corridor.members.groups.queries import group_at


@require_safe
def meetings(request: Request, slug: str) -> HttpResponse:
    group = group_at(slug)
    found = Meeting.objects.visible_to(request.viewer).filter(group=group).select_related("group")
    return render(request, "meetings/meetings.html", {"group": group, "meetings": found})


@require_safe
def meeting(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = queries.meeting_in(request.viewer, slug, pk)
    return render(request, "meetings/meeting.html", {"meeting": meeting, "tab": "overview"})
