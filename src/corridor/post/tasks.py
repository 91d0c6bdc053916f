"""Background jobs: thin, and each may be run twice without doing anything twice."""

from __future__ import annotations

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

DELIVERY = "post.deliver"


def deliver_soon() -> None:
    """Queue the delivery in the caller's transaction, once for each transaction.

    The queueing lock names the transaction: with one name for all, somebody else's long transaction
    would keep us waiting until it ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text")
        transaction_id = cursor.fetchone()[0]
    try:
        with transaction.atomic():
            deliver.configure(lock=DELIVERY, queueing_lock=f"{DELIVERY}.{transaction_id}").defer()
    except AlreadyEnqueued:
        pass


@app.task(name="post.deliver", lock=DELIVERY)  # type: ignore[untyped-decorator]
def deliver() -> None:
    from .delivery.rounds import deliver_all

    deliver_all()


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]
@app.task(name="post.deliver_due", lock=DELIVERY, queueing_lock="post.deliver_due")  # type: ignore[untyped-decorator]
def deliver_due(timestamp: int) -> None:
    """What waits for another attempt, and whatever a lost job left behind."""
    from .delivery.rounds import deliver_all

    deliver_all()


@app.periodic(cron="*/15 * * * *")  # type: ignore[untyped-decorator]
@app.task(name="post.write_digests", queueing_lock="post.write_digests", retry=3)  # type: ignore[untyped-decorator]
def write_digests(timestamp: int) -> None:
    from . import digests

    digests.write_digests()


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]
@app.task(name="post.read_inbox", lock="post.inbox", queueing_lock="post.read_inbox")  # type: ignore[untyped-decorator]
def read_inbox(timestamp: int) -> None:
    from .inbound import sources

    sources.read_inbox()
