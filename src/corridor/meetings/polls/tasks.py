"""Jobs of polls: thin, and safe to run twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models.functions import Now
from procrastinate.contrib.django import app

BEFORE: Final = timedelta(days=2)


@app.periodic(cron="23 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="meetings.polls_hourly", queueing_lock="meetings.polls_hourly")  # type: ignore[untyped-decorator]
def polls_hourly(timestamp: int) -> None:
    """Whoever has not answered is reminded once, two days before the end; calendars are read that are due."""
    from . import actions, hours, queries

    open_polls = queries.polls().filter(closed_at=None, closes_at__gt=Now(), closes_at__lt=Now() + BEFORE)
    actions.remind(open_polls.filter(opened_at__lt=Now() - timedelta(days=1)))
    for calendar_id in hours.calendars_due().values_list("pk", flat=True):
        read_calendar.defer(calendar_id=calendar_id)


@app.task(name="meetings.read_calendar", lock="meetings.read_calendar")  # type: ignore[untyped-decorator]
def read_calendar(calendar_id: int) -> None:
    from .hours import read_busy_times
    from .models import BusyCalendar

    calendar = BusyCalendar.objects.select_related("person").filter(pk=calendar_id).first()
    if calendar and calendar.person.is_active:
        read_busy_times(calendar)
