from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="41 3 * * *")  # type: ignore[untyped-decorator]
@app.task(name="people.keep_periods", queueing_lock="people.keep_periods")  # type: ignore[untyped-decorator]
def keep_periods(timestamp: int) -> None:
    """Every night: what has outlived its period goes, and nobody who was erased is here."""
    from .privacy.actions import erase_again, run_out

    erase_again()
    run_out()
