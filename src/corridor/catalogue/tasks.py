"""Jobs of the catalogue, where the worker finds them."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="10 3 * * *")  # type: ignore[untyped-decorator]
@app.task(name="catalogue.sink_stale", queueing_lock="catalogue.sink_stale")  # type: ignore[untyped-decorator]
def sink_stale(timestamp: int) -> None:
    """Each night: what nobody confirmed for too long sinks in search."""
    from . import search

    search.sink_stale()
