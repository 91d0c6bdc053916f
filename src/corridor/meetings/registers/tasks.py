"""Jobs of the registers: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="37 6 * * *")  # type: ignore[untyped-decorator]
@app.task(name="meetings.remind_of_actions", queueing_lock="meetings.remind_of_actions")  # type: ignore[untyped-decorator]
def remind_of_actions(timestamp: int) -> None:
    """Every morning: actions that are due in three days, and those that have just become overdue."""
    from .asking import remind

    remind()
