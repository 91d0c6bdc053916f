"""Jobs of minutes: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="meetings.approve_minutes", queueing_lock="meetings.approve_minutes")  # type: ignore[untyped-decorator]
def approve_minutes(timestamp: int) -> None:
    """Minutes to which nobody objected in time are approved."""
    from .approving import approve_due

    approve_due()
