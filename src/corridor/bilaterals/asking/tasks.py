"""Jobs of requests: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="bilaterals.expire_asks", queueing_lock="bilaterals.expire_asks")  # type: ignore[untyped-decorator]
def expire_asks(timestamp: int) -> None:
    """What nobody answered before asking closed."""
    from . import expiring

    expiring.expire_asks()
