"""What becomes of an item at the meeting. One item runs at a time; whoever begins the next ends the one
before. Doing once more what is done changes nothing, so that two who press the same button do not meet."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, NotFound
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemState, Outcome

from .locks import locked


def begin_item(*, by: Any, item: AgendaItem) -> AgendaItem:
    """The item that runs is dealt with by that."""
    with transaction.atomic():
        kept = _kept(item)
        if kept.outcome != Outcome.OPEN:
            raise Conflict(_("Somebody has already closed this item. Open it again to go on with it."))
        if kept.began_at:
            return kept
        running = running_item(kept.meeting_id)
        if running is not None:
            _end(by, running, Outcome.DONE)
        kept.began_at = clock()
        kept.save(update_fields=["began_at"])
        journal.record("begin-agenda-item", kept, by=by)
    return kept


def close_item(*, by: Any, item: AgendaItem) -> AgendaItem:
    """It is dealt with, whether or not its beginning was noted."""
    with transaction.atomic():
        return _end(by, _kept(item), Outcome.DONE)


def postpone_item(*, by: Any, item: AgendaItem) -> AgendaItem:
    """It is proposed for the next agenda."""
    with transaction.atomic():
        return _end(by, _kept(item), Outcome.POSTPONED)


def reopen_item(*, by: Any, item: AgendaItem) -> AgendaItem:
    """As if it had not been reached; what was written about it stays."""
    with transaction.atomic():
        kept = _kept(item)
        if kept.outcome == Outcome.OPEN and kept.began_at is None:
            return kept
        before = kept.outcome
        kept.outcome, kept.began_at, kept.ended_at = Outcome.OPEN, None, None
        kept.save(update_fields=["outcome", "began_at", "ended_at"])
        journal.record("reopen-agenda-item", kept, by=by, before={"outcome": before})
    return kept


def running_item(meeting_id: int) -> AgendaItem | None:
    """The one that is being talked about."""
    return AgendaItem.objects.filter(
        meeting=meeting_id, state=ItemState.ACCEPTED, began_at__isnull=False, ended_at=None
    ).first()


def _end(by: Any, item: AgendaItem, outcome: Outcome) -> AgendaItem:
    if item.outcome == outcome:
        return item
    if item.outcome != Outcome.OPEN:
        raise Conflict(_("Somebody has just decided otherwise about this item."))
    item.outcome, item.ended_at = outcome, clock()
    item.save(update_fields=["outcome", "ended_at"])
    journal.record("end-agenda-item", item, by=by, after={"outcome": outcome.value})
    return item


def _kept(item: AgendaItem) -> AgendaItem:
    locked(item.meeting)
    kept = AgendaItem.objects.filter(pk=item.pk, state=ItemState.ACCEPTED).select_related("meeting").first()
    if kept is None:
        raise NotFound
    return kept
