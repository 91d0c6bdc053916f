"""Housekeeping of the installation, by the worker."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate.contrib.django import app


@app.periodic(cron="17 3 * * *")  # type: ignore[untyped-decorator]
@app.task(name="operations.clear_sessions", queueing_lock="operations.clear_sessions")  # type: ignore[untyped-decorator]
def clear_sessions(timestamp: int) -> None:
    """Every night: sessions that ended are deleted, for nothing else does it."""
    call_command("clearsessions")
