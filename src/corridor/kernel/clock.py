"""What time it is for everybody: processes have clocks of their own, which may differ, and one database.

Whatever opens or closes is judged by the database's. A process whose own clock is off by more than
``TOLERATED`` is not healthy: its sessions, signed links and dates of today would be wrong.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

TOLERATED: Final = timedelta(seconds=60)


def clock() -> datetime:
    """The hour of the database at this very moment."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        hour: datetime = cursor.fetchone()[0]
    return hour


def ahead() -> timedelta:
    """How far this process's clock is ahead of the database's."""
    return timezone.now() - clock()


def is_right() -> bool:
    return abs(ahead()) <= TOLERATED
