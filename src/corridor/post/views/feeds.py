from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from corridor.post import calendars, feeds


@never_cache
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """A person's own calendar, by its secret address; it ends with the person's access."""
    person = feeds.person_by_feed(key)
    with override(person.language):
        content = calendars.calendar(calendars.personal_name(), feeds.events_of(person))
    return calendars.answer(content, "calendar.ics")
