"""Summaries: what happened since the last one, in one mail, at half past seven where the reader lives.

Run as often as one likes: a person gets one for each of their days (or weeks), and none where there is
nothing to say. A server that was away in the morning writes them when it is back.
"""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from corridor.people.models import Person

from . import actions, keys
from .enums import DIGESTS, Rhythm
from .kinds import Kind
from .models import Letter, MailWish, Notice

AT: Final = time(7, 30)
TOGETHER: Final = 100  # people in one transaction
MOST: Final = 100  # notices in one mail; the page has the others

DIGEST = Kind("digest", gettext_lazy("What happened"), "post/mail/digest")
WELCOME = Kind("welcome-to-mail", gettext_lazy("How we write to you"), "post/mail/welcome")


def write_digests() -> int:
    """One letter for everybody whose day or week has begun and who was not told yet."""
    now = timezone.now()
    due = MailWish.objects.filter(rhythm__in=DIGESTS, person__is_active=True, person__erased_at=None)
    zones = due.values_list("person__time_zone", flat=True).distinct()
    late = Q(pk__in=[])
    for zone in zones:
        for rhythm in DIGESTS:
            day = due_day(now, zone, Rhythm(rhythm))
            not_yet = Q(last_digest_on=None) | Q(last_digest_on__lt=day)
            late |= Q(person__time_zone=zone, rhythm=rhythm) & not_yet
    waiting = list(due.filter(late).order_by("pk").values_list("pk", flat=True))
    return sum(_write_some(waiting[start : start + TOGETHER]) for start in range(0, len(waiting), TOGETHER))


def due_day(now: datetime, zone: str, rhythm: Rhythm) -> date:
    """The last day on which a digest was due there: today from half past seven, or this week's Monday."""
    local = now.astimezone(_zone(zone))
    day = local.date() if local.time() >= AT else local.date() - timedelta(days=1)
    return day - timedelta(days=day.weekday()) if rhythm == Rhythm.WEEKLY else day


def _write_some(pks: list[int]) -> int:
    """Letters, notices and the day are written together; another worker's people are left to it."""
    with transaction.atomic():
        wishes = (
            MailWish.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("person")
            .filter(pk__in=pks, rhythm__in=DIGESTS)
        )
        late = [(wish.person, day) for wish in wishes if (day := _late_day(wish))]
        notices = _untold([person for person, _day in late])
        letters = [_letter(person, day, notices[person.pk]) for person, day in late if notices[person.pk]]
        actions.post_letters(letters)
        told = [notice.pk for some in notices.values() for notice in some]
        Notice.objects.filter(pk__in=told).update(told_at=timezone.now())
        MailWish.objects.bulk_update(
            [MailWish(person=person, last_digest_on=day) for person, day in late], ["last_digest_on"]
        )
    return len(letters)


def _late_day(wish: MailWish) -> date | None:
    day = due_day(timezone.now(), wish.person.time_zone, Rhythm(wish.rhythm))
    return None if wish.last_digest_on and wish.last_digest_on >= day else day


def _untold(people: list[Person]) -> dict[int, list[Notice]]:
    found: dict[int, list[Notice]] = {person.pk: [] for person in people}
    for notice in Notice.objects.filter(person__in=people).untold().order_by("id"):
        found[notice.person_id].append(notice)
    return found


def _letter(person: Person, day: date, told: list[Notice]) -> Letter:
    context: dict[str, Any] = {
        "lines": [
            {"title": notice.title, "text": notice.text, "url": actions.full_url(notice.url)}
            for notice in told[:MOST]
        ],
        "number": len(told),
        "more": max(0, len(told) - MOST),
        "url": keys.page("post:notices", person.language),
    }
    return actions.letter_for(person, DIGEST, context, key=f"digest:{day.isoformat()}")


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("Europe/Brussels")
