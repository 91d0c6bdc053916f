"""Writes to series and meetings: locked, refused where somebody wrote first, in the journal, and told to
whoever is invited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.ui.addresses import free_slug
from corridor.members.groups import writing
from corridor.members.models import WorkingGroup

from .enums import MeetingState
from .models import Meeting, Poll, Series

# What participants need to know of: a change of these is a new revision for their calendars.
TOLD: Final = frozenset({"state", "held_on", "starts_at", "ends_at", "zone", "title", "place", "link"})


def create_series(*, by: Any, group: WorkingGroup, values: Mapping[str, Any]) -> Series:
    with transaction.atomic():
        WorkingGroup.objects.select_for_update().get(pk=group.pk)
        series = Series(group=group, slug=_free_slug(group, best_text(values["name"], "en")))
        return writing.add(series, by=by, verb="create-series", values=values)


def edit_series(*, by: Any, series: Series, version: int, values: Mapping[str, Any]) -> Series:
    return writing.change(series, by=by, verb="edit-series", version=version, values=values)


def plan_meeting(*, by: Any, group: WorkingGroup, values: Mapping[str, Any]) -> Meeting:
    """Fixed where ``values`` have a day; without one its date is still looked for."""
    state = MeetingState.FIXED if values.get("held_on") else MeetingState.DRAFT
    with transaction.atomic():
        meeting = Meeting.objects.create(group=group, state=state, **values)
        journal.record("plan-meeting", meeting, by=by, after=_plain(values) | {"state": state.value})
    return meeting


def edit_meeting(*, by: Any, meeting: Meeting, version: int, values: Mapping[str, Any]) -> Meeting:
    """Write ``values`` if nobody wrote since ``version``; a day makes a fixed one of it."""
    with transaction.atomic():
        kept = _locked(meeting)
        if kept.version != version:
            raise Conflict
        if kept.state == MeetingState.FIXED and not values.get("held_on", kept.held_on):
            raise Refused(
                _("A date that is fixed can be changed, but not taken away. Cancel the meeting instead.")
            )
        state = MeetingState.FIXED if values.get("held_on", kept.held_on) else kept.state
        _write(kept, by, "edit-meeting", {**values, "state": state})
    return kept


def fix_date(*, by: Any, meeting: Meeting, starts_at: datetime, ends_at: datetime) -> Meeting:
    """The meeting is from then to then; whoever is invited is told."""
    with transaction.atomic():
        kept = _locked(meeting)
        hours = {"starts_at": starts_at, "ends_at": ends_at, "held_on": local_day(starts_at, kept.zone)}
        _write(kept, by, "fix-date", {**hours, "state": MeetingState.FIXED})
    return kept


def cancel_meeting(*, by: Any, meeting: Meeting, reason: str) -> Meeting:
    with transaction.atomic():
        kept = _locked(meeting)
        if kept.is_over():
            raise Conflict(_("This meeting is over."))
        _write(kept, by, "cancel-meeting", {"state": MeetingState.CANCELLED, "cancelled_why": reason})
    return kept


def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _locked(meeting: Meeting) -> Meeting:
    """Held, and not cancelled: that is for good, since calendars have forgotten it."""
    kept = (
        Meeting.objects.select_for_update(of=("self",)).select_related("group", "series").get(pk=meeting.pk)
    )
    if kept.state == MeetingState.CANCELLED:
        raise Conflict(_("This meeting is cancelled. Plan a new one."))
    return kept


def _write(kept: Meeting, by: Any, verb: str, values: Mapping[str, Any]) -> None:
    before = {name: getattr(kept, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if not changed:
        return
    for name, value in changed.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.revision += bool(TOLD & changed.keys())
    kept.save()
    old = {name: before[name] for name in changed}
    journal.record(verb, kept, by=by, before=_plain(old), after=_plain(changed))
    if kept.state != MeetingState.DRAFT:
        Poll.objects.filter(meeting=kept, closed_at=None).update(closed_at=Now())
    if TOLD & changed.keys():
        _tell_invited(kept)


def _tell_invited(meeting: Meeting) -> None:
    from .invitations.actions import note_change  # they need our models and doors first

    note_change(meeting)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the journal keeps them. Whoever knows the link can join: that it changed is enough."""
    told = writing.plain(values)
    if "link" in told:
        told["link"] = "…" if told["link"] else ""
    return told


def _free_slug(group: WorkingGroup, name: str) -> str:
    taken = Series.objects.filter(group=group).values_list("slug", flat=True)
    return free_slug(name, taken, otherwise="series")
