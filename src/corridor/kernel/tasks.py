"""Background jobs of the kernel, and how a job is queued at most once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def enqueue_once(task: Any, lock: str, *, after: int = 0) -> None:
    """Defer ``task`` in the current transaction unless one already waits under ``lock``; it is run in
    ``after`` seconds."""
    later = {"schedule_in": {"seconds": after}} if after else {}
    try:
        with transaction.atomic():
            task.configure(queueing_lock=lock, lock=lock, **later).defer()
    except AlreadyEnqueued:
        pass


@app.task(name="kernel.encode_passages", retry=5)  # type: ignore[untyped-decorator]
def encode_passages() -> None:
    """What was written just now is found in the files before it has its vectors."""
    from corridor.kernel.search.jobs import encode_all, renew

    renew()
    encode_all()
    renew()


@app.periodic(cron="41 3 * * *")  # type: ignore[untyped-decorator]
@app.task(name="kernel.tidy_search", queueing_lock="tidy-search", lock="encode-passages")  # type: ignore[untyped-decorator]
def tidy_search(timestamp: int) -> None:
    """Every night: what is gone from the tables goes from the files of search."""
    from corridor.kernel.search.jobs import renew

    renew(tidy=True)


@app.task(name="kernel.follow_in_qdrant")  # type: ignore[untyped-decorator]
def follow_in_qdrant() -> None:
    from corridor.kernel.search.qdrant.following import follow

    follow()
