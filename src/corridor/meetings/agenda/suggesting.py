"""What members would like to talk about: suggested, taken, or set aside with a reason, and told so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemState
from corridor.meetings.models import Meeting

from . import letters
from .actions import accept
from .locks import locked, locked_item

MOST_OPEN: Final = 5  # suggestions of one person for one meeting


def suggest_item(*, by: Any, meeting: Meeting, values: Mapping[str, Any]) -> AgendaItem:
    """It waits for those who prepare the meeting."""
    with transaction.atomic():
        kept = locked(meeting)
        if kept.is_over():
            raise Refused(_("This meeting is over."))
        waiting = AgendaItem.objects.filter(meeting=kept, suggested_by=by, state=ItemState.SUGGESTED)
        if waiting.count() >= MOST_OPEN:
            text = _("%(number)s of your suggestions still wait. Take one back before you make another.")
            raise Refused(text % {"number": MOST_OPEN})
        item = AgendaItem.objects.create(
            meeting=kept, state=ItemState.SUGGESTED, suggested_by=by, speaker=by, **values
        )
        journal.record("suggest-agenda-item", item, by=by, after={"title": item.title})
    return item


def take_back(*, by: Any, item: AgendaItem) -> None:
    """By whoever suggested it, as long as it waits."""
    with transaction.atomic():
        kept = _suggested(item)
        if kept.suggested_by_id != by.pk:
            raise NotFound
        journal.record("take-back-agenda-item", kept, by=by, before={"title": kept.title})
        kept.delete()


def take_suggestion(*, by: Any, item: AgendaItem) -> AgendaItem:
    """Onto the agenda. Whoever comes second finds it there."""
    with transaction.atomic():
        kept = locked_item(item)
        if kept.state == ItemState.SET_ASIDE:
            raise Conflict(_("Somebody has just set this aside."))
        if kept.state == ItemState.SUGGESTED:
            accept(by, kept)
            letters.tell_taken(kept, by)
    return kept


def decline_suggestion(*, by: Any, item: AgendaItem, reason: str) -> AgendaItem:
    with transaction.atomic():
        kept = _suggested(item)
        kept.state, kept.answer = ItemState.SET_ASIDE, reason
        kept.version += 1
        kept.save(update_fields=["state", "answer", "version"])
        journal.record("set-aside-agenda-item", kept, by=by)
        letters.tell_set_aside(kept, by)
    return kept


def _suggested(item: AgendaItem) -> AgendaItem:
    kept = locked_item(item)
    if kept.state != ItemState.SUGGESTED:
        raise Conflict(_("Somebody has just decided about this suggestion."))
    return kept
