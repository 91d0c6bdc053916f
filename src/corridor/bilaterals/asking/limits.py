"""Nobody is flooded: how many requests are open and how many meetings agreed, and what that allows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _

from corridor.bilaterals.enums import AskState, BilateralState
from corridor.bilaterals.models import Ask, Bilaterals, Party
from corridor.events.enums import EventState
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict
from corridor.kernel.i18n.zones import clock as clock_in_words
from corridor.kernel.i18n.zones import span


class Closed(Conflict):
    code = "closed"


class Full(Conflict):
    """Somebody has as many requests or meetings as one may have."""

    code = "full"


@dataclass(frozen=True)
class Load:
    """Of one person: open requests to others and from others, and meetings agreed."""

    sent: int = 0
    received: int = 0
    meetings: int = 0


NONE: Final = Load()
MOST_TIMES: Final = 3  # that one person asks the same other, whatever became of it


def loads_of(bilaterals: Bilaterals, people: Collection[int] | None = None) -> dict[int, Load]:
    """By the id of a profile; of all, or of these. Whoever has nothing is left out."""
    asks = Ask.objects.filter(bilaterals=bilaterals, state=AskState.SENT)
    parties = Party.objects.filter(meeting__bilaterals=bilaterals, meeting__state=BilateralState.AGREED)
    counts = {
        "sent": _counted(asks, "by", people),
        "received": _counted(asks, "to", people),
        "meetings": _counted(parties, "profile", people),
    }
    known = {pk for found in counts.values() for pk in found}
    return {pk: Load(**{name: found.get(pk, 0) for name, found in counts.items()}) for pk in known}


def _counted(rows: Any, column: str, people: Collection[int] | None) -> dict[int, int]:
    if people is not None:
        rows = rows.filter(**{f"{column}__in": people})
    return dict(rows.order_by().values_list(column).annotate(Count("pk")))


def closes_at(bilaterals: Bilaterals) -> datetime:
    return bilaterals.asking_closes_at or bilaterals.event.ends_at


def closes_in_words(bilaterals: Bilaterals) -> str:
    """By the clocks at the event."""
    closes = closes_at(bilaterals)
    shown = span(closes, closes, bilaterals.event.zone)
    return f"{shown.day}, {clock_in_words(shown.starts)} ({shown.city})"


def is_open(bilaterals: Bilaterals, now: datetime) -> bool:
    opens = bilaterals.asking_opens_at
    is_out = bilaterals.event.state == EventState.PUBLISHED
    return is_out and (opens is None or opens <= now) and now < closes_at(bilaterals)


def refuse_closed(bilaterals: Bilaterals) -> None:
    """By the clock of the database."""
    now = clock()
    if is_open(bilaterals, now):
        return
    if bilaterals.event.state == EventState.PUBLISHED and now < closes_at(bilaterals):
        raise Closed(_("Requests for meetings are not open yet."))
    raise Closed(_("Requests for meetings are closed."))


def hindrance(bilaterals: Bilaterals, mine: Load, theirs: Load, name: str) -> str:
    """Why one may not ask the other now; empty where they may."""
    most = {"most": bilaterals.most_asked, "name": name}
    if mine.meetings >= bilaterals.most_meetings:
        return _("You have as many meetings as one person may have.")
    if theirs.meetings >= bilaterals.most_meetings:
        return _("%(name)s has as many meetings as one person may have.") % most
    if mine.sent >= bilaterals.most_asked:
        return _("You have %(most)s open requests, the most that are allowed. Withdraw one first.") % most
    if theirs.received >= bilaterals.most_asked:
        return _("%(name)s has enough requests to answer already. Try again later.") % most
    return ""
