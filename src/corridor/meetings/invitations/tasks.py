"""Jobs of the invitations: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="*/15 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="meetings.remind", queueing_lock="meetings.remind", retry=3)  # type: ignore[untyped-decorator]
def remind_invited(timestamp: int) -> None:
    """On each one's morning before the meeting."""
    from .reminding import remind_all

    remind_all()
