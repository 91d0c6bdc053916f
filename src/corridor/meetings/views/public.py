"""What the public has of a group's meetings, for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from corridor.kernel.audience import VISITOR
from corridor.kernel.errors import NotFound
from corridor.kernel.http.caching import kept_for_a_minute
from corridor.kernel.i18n.fields import best_text
from corridor.meetings.feeds import events
from corridor.meetings.models import Meeting
from corridor.members.models import WorkingGroup
from corridor.post import calendars


@require_safe
@kept_for_a_minute
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The public meetings of a group, for everybody's calendar program; signed in one sees no more here."""
    group = WorkingGroup.objects.filter(slug=slug).first()
    if group is None:
        raise NotFound
    meetings = Meeting.objects.visible_to(VISITOR).filter(group=group)
    content = calendars.calendar(best_text(group.name), events(meetings))
    return calendars.answer(content, f"{group.slug}.ics")
