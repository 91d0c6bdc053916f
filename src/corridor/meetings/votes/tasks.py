"""Jobs of votes: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app

from .models import Vote


def count_when_closed(vote: Vote) -> None:
    """Queued in the caller's transaction. Where the worker's clock is ahead of the database's, the job finds
    the vote open and leaves it to the one that looks every minute."""
    count_one.configure(schedule_at=vote.closes_at).defer(vote_id=vote.pk)


@app.task(name="meetings.count_vote")  # type: ignore[untyped-decorator]
def count_one(vote_id: int) -> None:
    from .actions import count_closed

    count_closed()


@app.periodic(cron="* * * * *")  # type: ignore[untyped-decorator]
@app.task(name="meetings.count_votes", queueing_lock="meetings.count_votes")  # type: ignore[untyped-decorator]
def count_votes(timestamp: int) -> None:
    """Votes that have closed are counted."""
    from .actions import count_closed

    count_closed()
