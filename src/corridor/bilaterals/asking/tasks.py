"""Jobs of requests: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="bilaterals.end_what_is_over", queueing_lock="bilaterals.end_what_is_over")  # type: ignore[untyped-decorator]
def end_what_is_over(timestamp: int) -> None:
    """Requests that nobody answered in time, and what waits for people who have gone."""
    from . import ending

    ending.end_what_is_over()
