"""Jobs of the groups: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="17 4 * * *")  # type: ignore[untyped-decorator]
@app.task(name="members.groups_daily", queueing_lock="members.groups_daily")  # type: ignore[untyped-decorator]
def groups_daily(timestamp: int) -> None:
    """Every night: handovers of the day are made, turns of rotations begin, ends of terms are announced."""
    from .handovers.moving import move_due
    from .roles.announcing import announce_ends
    from .rotations.actions import make_turns

    move_due()
    make_turns()
    announce_ends()


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="members.elections", queueing_lock="members.elections")  # type: ignore[untyped-decorator]
def elections(timestamp: int) -> None:
    """Polls that have begun are announced, polls that have closed are counted."""
    from .elections.results import keep_time

    keep_time()
