"""Jobs of this room, where the worker finds them."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="50 5 * * *")  # type: ignore[untyped-decorator]
@app.task(name="referrals.look_after_promises", queueing_lock="referrals.look_after_promises")  # type: ignore[untyped-decorator]
def look_after_promises(timestamp: int) -> None:
    """Every morning: what has to be answered soon, and what was not answered in time."""
    from .handing import escalation

    escalation.look_after_promises()
