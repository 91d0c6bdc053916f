"""Reads of this room."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, Min, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.people.models import Person

from .enums import LetterState, Obstacle
from .models import Letter, Suppression

FAILED: Final = _("the last letter did not arrive")
FAILURES_COUNT: Final = timedelta(days=30)


def obstacle_of(person: Any) -> Suppression | None:
    """Why this person gets no mail, if that is so."""
    return (
        Suppression.objects.filter(address__iexact=person.email, lifted_at=None)
        .exclude(obstacle=Obstacle.UNSUBSCRIBED)
        .first()
    )


def unread_notices(person: Any) -> int:
    with connection.cursor() as cursor:  # at every look at "Needs you now"
        cursor.execute(
            "select count(*) from post_notice where person_id = %s and read_at is null", [person.pk]
        )
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class Unreached:
    since: datetime
    why: Text


def unreached(people: Collection[int]) -> dict[int, Unreached]:
    """Who of these people, by id, gets no mail at the moment: their address is held back, or the last
    letter did not arrive. Three queries, none for nobody."""
    if not people:
        return {}
    persons = Person.objects.filter(pk__in=people, is_active=True)
    by_address = dict(persons.values_list(Lower("email"), "pk"))
    found = {by_address[one]: Unreached(at, FAILED) for one, at in _failed(by_address)}
    held_back = Suppression.objects.filter(address__in=by_address, lifted_at=None)
    for one in held_back.exclude(obstacle=Obstacle.UNSUBSCRIBED):
        found[by_address[one.address]] = Unreached(one.since, Obstacle(one.obstacle).label)
    return found


def _failed(addresses: Iterable[str]) -> Iterable[tuple[str, datetime]]:
    """Since when letters to these addresses fail, unless one arrived later or its owner said it works."""
    letters = Letter.objects.annotate(address=Lower("to"))
    later = letters.filter(address=OuterRef("address"), state=LetterState.SENT, pk__gt=OuterRef("pk"))
    lifted = Suppression.objects.filter(
        address=OuterRef("address"), lifted_at__gt=OuterRef("written_at")
    ).exclude(obstacle=Obstacle.UNSUBSCRIBED)
    failed = letters.filter(
        address__in=addresses, state=LetterState.FAILED, written_at__gte=timezone.now() - FAILURES_COUNT
    ).filter(~Exists(later), ~Exists(lifted))
    return failed.order_by().values("address").annotate(at=Min("written_at")).values_list("address", "at")
