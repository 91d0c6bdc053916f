"""Jobs of outcomes: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="23 7 * * *")  # type: ignore[untyped-decorator]
@app.task(name="bilaterals.ask_for_outcomes", queueing_lock="bilaterals.ask_for_outcomes")  # type: ignore[untyped-decorator]
def ask_for_outcomes(timestamp: int) -> None:
    """Every morning: of events that ended a month or half a year ago."""
    from .asking import ask_everybody

    ask_everybody()
