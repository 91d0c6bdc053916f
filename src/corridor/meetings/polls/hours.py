"""When a person works, and the calendar that says when they are busy: chosen by them alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from corridor.kernel import journal
from corridor.kernel.errors import CorridorError
from corridor.kernel.http.fetching import Reach, fetch

from .busy.reading import Unreadable, read_apart
from .models import BusyCalendar, OfficeHours, PollInvitee

AHEAD: Final = timedelta(days=366)
OFTEN, SELDOM = timedelta(minutes=50), timedelta(hours=23)


def hours_of(person: Any) -> OfficeHours:
    """As the person said, or the usual ones, not yet stored."""
    return OfficeHours.objects.filter(person=person).first() or OfficeHours(person=person)


def calendar_of(person: Any) -> BusyCalendar | None:
    return BusyCalendar.objects.filter(person=person).first()


def change_hours(*, by: Any, values: Mapping[str, Any]) -> OfficeHours:
    with transaction.atomic():
        kept, _is_new = OfficeHours.objects.update_or_create(person=by, defaults=dict(values))
        journal.record("change-office-hours", kept, by=by)
    return kept


def give_calendar(*, by: Any, url: str) -> BusyCalendar:
    """The worker reads it at once; what an address before it said is forgotten."""
    from .tasks import read_calendar

    with transaction.atomic():
        fresh: dict[str, Any] = {"url": url, "spans": [], "read_at": None, "error": ""}
        kept, _is_new = BusyCalendar.objects.update_or_create(person=by, defaults=fresh)
        journal.record("give-busy-calendar", kept, by=by)
        read_calendar.defer(calendar_id=kept.pk)
    return kept


def remove_calendar(*, by: Any) -> None:
    with transaction.atomic():
        for kept in BusyCalendar.objects.filter(person=by):
            journal.record("remove-busy-calendar", kept, by=by)
            kept.delete()


def calendars_due() -> QuerySet[BusyCalendar]:
    """Hourly while the owner is asked for a date, else daily."""
    now = timezone.now()
    asked = PollInvitee.objects.filter(poll__closed_at=None, poll__closes_at__gt=Now(), person__isnull=False)
    soon = Q(person__in=asked.values("person"), read_at__lt=now - OFTEN)
    due = Q(read_at=None) | soon | Q(read_at__lt=now - SELDOM)
    return BusyCalendar.objects.filter(due, person__is_active=True)


def read_busy_times(calendar: BusyCalendar, reach: Reach | None = None) -> BusyCalendar:
    """Times from now on for a year. Where it fails, those read last stay, and the owner reads why."""
    now = timezone.now()
    read: dict[str, Any] = {"read_at": now, "error": ""}
    with override(calendar.person.language):
        try:
            content = fetch(calendar.url, accept="text/calendar", reach=reach)
            spans = read_apart(content, now, now + AHEAD, calendar.person.time_zone)
            read["spans"] = [[begin.isoformat(), end.isoformat()] for begin, end in spans]
        except CorridorError as error:
            read["error"] = str(error.text)[:200]
        except Unreadable:
            read["error"] = _("What is at this address is no calendar that can be read.")
    # Of the address that was read, in case another was given meanwhile.
    BusyCalendar.objects.filter(pk=calendar.pk, url=calendar.url).update(**read)
    calendar.refresh_from_db()
    return calendar
