"""Jobs of the groups: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="17 4 * * *")  # type: ignore[untyped-decorator]
@app.task(name="members.groups_daily", queueing_lock="members.groups_daily")  # type: ignore[untyped-decorator]
def groups_daily(timestamp: int) -> None:
    """Every night: turns of rotations begin, handovers of the day are made, ends of terms are announced."""
    from .roles.announcing import announce_ends

    announce_ends()
