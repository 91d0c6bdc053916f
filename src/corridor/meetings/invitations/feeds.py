"""The public meetings of all groups that a hub is a member of, for calendar programs."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from corridor.kernel.audience import VISITOR
from corridor.kernel.http.caching import kept_for_a_minute
from corridor.kernel.http.request import Request
from corridor.meetings.feeds import events
from corridor.meetings.models import Meeting
from corridor.members.queries import hub_for_viewing, memberships_today
from corridor.post import calendars


@require_safe
@kept_for_a_minute
def of_hub(_request: Request, slug: str) -> HttpResponse:
    hub = hub_for_viewing(VISITOR, slug)
    groups = memberships_today().filter(hub=hub).values("group")
    meetings = Meeting.objects.visible_to(VISITOR).filter(group__in=groups)
    return calendars.answer(calendars.calendar(hub.name, events(meetings)), f"{hub.slug}.ics")
