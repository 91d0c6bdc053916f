"""Writes to an agenda. Each locks the meeting first, so that those who prepare it together never overtake
each other: what somebody has taken a moment before is there, and not taken twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemKind, ItemState, Outcome
from corridor.meetings.models import Meeting

from . import queries
from .locks import locked, locked_item
from .outcomes import begin_item, close_item, postpone_item, reopen_item
from .queries import Proposal

__all__ = [
    "NotOffered",
    "add_item",
    "add_usual_items",
    "begin_item",
    "close_item",
    "edit_item",
    "locked",
    "move_item",
    "offer_again",
    "postpone_item",
    "remove_item",
    "reopen_item",
    "set_aside",
    "take_all_due",
    "take_proposal",
]

OPENING: Final = "standing:opening"
LAST_MINUTES: Final = "standing:minutes"
CLOSING: Final = "standing:closing"  # stays last when something is added
LONGEST_WHY: Final = 500
LONGEST_URL: Final = 500
MOST_ITEMS: Final = 100
SAID: Final = ("title", "kind", "minutes", "speaker_id")  # of an item, in the journal


class NotOffered(Conflict):
    text = gettext_lazy("This is not proposed any more: it has been dealt with meanwhile.")


# Proposals


def take_proposal(*, by: Any, meeting: Meeting, origin: str) -> AgendaItem:
    """Onto the agenda. Whoever comes second finds it taken, and that is no error."""
    with transaction.atomic():
        kept = locked(meeting)
        known = _known(kept, origin)
        if known is not None:
            return accept(by, known)
        return put(by, kept, [_from_proposal(_offered(kept, origin))])[0]


def take_all_due(*, by: Any, meeting: Meeting) -> list[AgendaItem]:
    """Everything proposed that is due by the day of the meeting."""
    with transaction.atomic():
        kept = locked(meeting)
        due = [one for one in queries.proposals_for(kept) if one.is_due]
        return put(by, kept, [_from_proposal(one) for one in due])


def set_aside(*, by: Any, meeting: Meeting, origin: str) -> AgendaItem:
    """Not proposed again for this meeting."""
    with transaction.atomic():
        kept = locked(meeting)
        known = _known(kept, origin)
        if known is None:
            known = _from_proposal(_offered(kept, origin))
            known.meeting, known.state = kept, ItemState.SET_ASIDE
            known.save()
            journal.record("set-aside-agenda-item", known, by=by, after={"origin": origin})
        elif known.state != ItemState.SET_ASIDE:
            raise Conflict(_("Somebody has just put this on the agenda."))
    return known


def offer_again(*, by: Any, item: AgendaItem) -> None:
    """What was set aside is proposed once more; a member's suggestion waits again."""
    with transaction.atomic():
        kept = locked_item(item)
        if kept.state != ItemState.SET_ASIDE:
            raise Conflict
        journal.record("offer-agenda-item-again", kept, by=by, before={"origin": kept.origin})
        _back_to_proposals(kept)


def _known(meeting: Meeting, origin: str) -> AgendaItem | None:
    if not origin:
        raise NotFound
    return AgendaItem.objects.filter(meeting=meeting, origin=origin).select_related("meeting").first()


def _offered(meeting: Meeting, origin: str) -> Proposal:
    found = next((one for one in queries.offered(meeting) if one.origin == origin), None)
    if found is None:
        raise NotOffered
    return found


def _from_proposal(proposal: Proposal) -> AgendaItem:
    matter = proposal.matter
    return AgendaItem(
        title=matter.title[:300],
        kind=matter.kind,
        minutes=matter.minutes,
        speaker_id=matter.speaker_id,
        origin=proposal.origin,
        why=matter.why[:LONGEST_WHY],
        url=matter.url[:LONGEST_URL],
    )


def accept(by: Any, item: AgendaItem) -> AgendaItem:
    if item.state != ItemState.ACCEPTED:
        item.state, item.position = ItemState.ACCEPTED, _next_position(item.meeting)
        item.version += 1
        item.save()
        _keep_closing_last(item.meeting)
        journal.record("take-agenda-item", item, by=by, after={"origin": item.origin})
    return item


def _back_to_proposals(item: AgendaItem) -> None:
    if item.suggested_by_id is None:
        item.delete()
        return
    item.state, item.answer = ItemState.SUGGESTED, ""
    item.version += 1
    item.save()


# Items


def add_item(*, by: Any, meeting: Meeting, values: Mapping[str, Any]) -> AgendaItem:
    with transaction.atomic():
        return put(by, locked(meeting), [AgendaItem(**values)])[0]


def add_usual_items(*, by: Any, meeting: Meeting) -> list[AgendaItem]:
    """What every agenda has, as far as it is not there: opening, last minutes, any other business."""
    with transaction.atomic():
        kept = locked(meeting)
        known = set(AgendaItem.objects.filter(meeting=kept).values_list("origin", flat=True))
        with override(kept.language):
            usual = [one for one in _usual(kept, known) if one.origin not in known]
        made = put(by, kept, usual)
        first = [one.pk for one in made if one.origin != CLOSING]
        rest = [one.pk for one in queries.items_of(kept) if one.pk not in first]
        arrange(kept, first + rest)
    return made


def _usual(meeting: Meeting, known: set[str]) -> list[AgendaItem]:
    items = [
        AgendaItem(
            title=_("Opening and agenda"),
            kind=ItemKind.INFORMATION,
            minutes=5,
            origin=OPENING,
            meeting=meeting,
        )
    ]
    has_minutes = any(origin.startswith("meetings.minutes:") for origin in known)
    if queries.meeting_before(meeting) and not has_minutes:
        items.append(
            AgendaItem(
                title=_("Minutes of the last meeting"),
                kind=ItemKind.DECISION,
                minutes=5,
                origin=LAST_MINUTES,
            )
        )
    title = pgettext("agenda item", "Any other business")
    items.append(AgendaItem(title=title, kind=ItemKind.DISCUSSION, minutes=10, origin=CLOSING))
    return items


def edit_item(*, by: Any, item: AgendaItem, version: int, values: Mapping[str, Any]) -> AgendaItem:
    """Refused where somebody wrote since ``version``. Texts stay out of the journal, but for the title."""
    with transaction.atomic():
        kept = locked_item(item)
        if kept.version != version or kept.state != ItemState.ACCEPTED:
            raise Conflict
        before = _plain(kept)
        for name, value in values.items():
            setattr(kept, name, value)
        kept.version += 1
        kept.save()
        journal.record("edit-agenda-item", kept, by=by, before=before, after=_plain(kept))
    return kept


def move_item(*, by: Any, item: AgendaItem, earlier: bool) -> None:
    """One place up or down; at the end of the list it stays where it is."""
    with transaction.atomic():
        kept = locked_item(item)
        order = [one.pk for one in queries.items_of(kept.meeting)]
        if kept.pk not in order:
            raise NotFound
        old = order.index(kept.pk)
        new = max(0, min(len(order) - 1, old + (-1 if earlier else 1)))
        order.insert(new, order.pop(old))
        arrange(kept.meeting, order)
        journal.record("move-agenda-item", kept, by=by, before={"place": old + 1}, after={"place": new + 1})


def remove_item(*, by: Any, item: AgendaItem) -> None:
    """Only while nothing has become of it; what it was made from is proposed again."""
    with transaction.atomic():
        kept = locked_item(item)
        if kept.state != ItemState.ACCEPTED:
            raise Conflict
        if kept.began_at or kept.outcome != Outcome.OPEN:
            raise Refused(_("This was already talked about. It stays on the agenda."))
        if not AgendaItem.objects.untouched().filter(pk=kept.pk).exists():
            text = _("The minutes have a place for it already. Postpone it, and the next meeting has it.")
            raise Refused(text)
        journal.record("remove-agenda-item", kept, by=by, before=_plain(kept))
        _back_to_proposals(kept)


def arrange(meeting: Meeting, order: Sequence[int]) -> None:
    """Positions as the ids say; only rows that move are written."""
    places = {pk: place for place, pk in enumerate(order)}
    moved = [item for item in queries.items_of(meeting) if item.position != places[item.pk]]
    for item in moved:
        item.position = places[item.pk]
    AgendaItem.objects.bulk_update(moved, ["position"])


def put(by: Any, meeting: Meeting, items: list[AgendaItem]) -> list[AgendaItem]:
    """At the end of the agenda, before any other business."""
    start = _next_position(meeting)
    if start + len(items) > MOST_ITEMS:
        raise Refused(_("An agenda has room for %(number)s items.") % {"number": MOST_ITEMS})
    for place, item in enumerate(items, start):
        item.meeting, item.state, item.position = meeting, ItemState.ACCEPTED, place
    made = AgendaItem.objects.bulk_create(items)
    for item in made:
        journal.record("add-agenda-item", item, by=by, after=_plain(item) | {"origin": item.origin})
    _keep_closing_last(meeting)
    return made


def _next_position(meeting: Meeting) -> int:
    positions = [item.position for item in queries.items_of(meeting)]
    return max(positions, default=-1) + 1


def _keep_closing_last(meeting: Meeting) -> None:
    items = queries.items_of(meeting)
    order = sorted(items, key=lambda item: item.origin == CLOSING)
    arrange(meeting, [item.pk for item in order])


def _plain(item: AgendaItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in SAID}
