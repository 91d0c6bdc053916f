"""Jobs of suggestions: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="10 6 * * *")  # type: ignore[untyped-decorator]
@app.task(name="bilaterals.remind_the_quiet", queueing_lock="bilaterals.remind_the_quiet")  # type: ignore[untyped-decorator]
def remind_the_quiet(timestamp: int) -> None:
    """Every morning: those without any request, each every few days."""
    from . import mailing

    mailing.remind_the_quiet()
