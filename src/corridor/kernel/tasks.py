"""Background jobs of the kernel, and how a job is queued at most once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def enqueue_once(task: Any, lock: str) -> None:
    """Defer ``task`` in the current transaction unless one already waits under ``lock``."""
    try:
        with transaction.atomic():
            task.configure(queueing_lock=lock, lock=lock).defer()
    except AlreadyEnqueued:
        pass


@app.task(name="kernel.encode_passages", retry=5)  # type: ignore[untyped-decorator]
def encode_passages() -> None:
    from corridor.kernel.search.jobs import encode_all

    encode_all()
