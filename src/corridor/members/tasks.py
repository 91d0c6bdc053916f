from __future__ import annotations

from procrastinate.contrib.django import app

from corridor.kernel.errors import CorridorError
from corridor.people.models import Person

from .groups.tasks import elections, groups_daily  # noqa: F401 - found here by the worker


@app.task(name="members.apply_import")  # type: ignore[untyped-decorator]
def apply_import(run_id: int, by_id: int | None, good_rows_only: bool) -> None:  # noqa: FBT001 - a job's arguments
    from .imports import actions
    from .imports.models import ImportRun

    run = ImportRun.objects.get(pk=run_id)
    by = Person.objects.filter(pk=by_id).first() if by_id else None
    try:
        actions.apply_import(by=by, run=run, good_rows_only=good_rows_only)
    except CorridorError as error:
        actions.stop_import(run=run, text=str(error.text))


@app.task(name="members.announce_member")  # type: ignore[untyped-decorator]
def announce_member(membership_id: int) -> None:
    """Tell the group about a new member; run twice, nobody is told twice."""
    from .admission.actions.reviews import announce
    from .models import GroupMembership

    membership = GroupMembership.objects.select_related("hub", "group").filter(pk=membership_id).first()
    if membership:
        announce(membership)


@app.periodic(cron="0 6 1 * *")  # type: ignore[untyped-decorator]
@app.task(name="members.ask_about_profiles", queueing_lock="members.ask_about_profiles")  # type: ignore[untyped-decorator]
def ask_about_profiles(timestamp: int) -> None:
    """On the first of each month: is this profile still right?"""
    from . import confirming

    confirming.ask_about_profiles()
