"""Working days where a hub is: Monday to Friday without the public holidays of its country."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from corridor.members.models import Hub

DAY: Final = timedelta(days=1)
SATURDAY: Final = 5


def working_day_after(day: date, count: int, hub: Hub) -> date:
    """The ``count``-th working day after ``day``."""
    while count > 0:
        day += DAY
        count -= is_working_day(day, hub)
    return day


def working_days_between(day: date, until: date, hub: Hub) -> int:
    """Those after ``day``, with ``until``."""
    days = (day + DAY * n for n in range(1, (until - day).days + 1))
    return sum(is_working_day(one, hub) for one in days)


def is_working_day(day: date, hub: Hub) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays(hub.country_id, day.year)


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> frozenset[date]:
    """None where the package does not know the country."""
    import holidays  # takes a moment, and few pages need it

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()
