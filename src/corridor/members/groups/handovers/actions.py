from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.i18n.languages import DEFAULT
from corridor.members.groups import letters, writing
from corridor.members.groups.roles.queries import people_of
from corridor.members.models import GroupRole

from . import queries
from .duties import duties_of
from .models import Handover, HandoverItem, HandoverLink


def start_handover(*, by: Any, role: GroupRole, successor: Any, on_date: date) -> Handover:
    """Collect what is open, and tell the group who follows whom and when. Nothing moves yet."""
    _refuse_what_cannot_be(role, successor, on_date)
    try:
        with transaction.atomic():
            handover = Handover.objects.create(
                role=role, group=role.group, successor=successor, on_date=on_date, started_by=by
            )
            told = {"role": role.pk, "successor": successor.pk, "on_date": on_date.isoformat()}
            journal.record("start-handover", handover, by=by, after=told)
            collect_duties(by=by, handover=handover)
            tell_group(handover, "handover-started")
    except IntegrityError as error:
        raise Refused(_("This role is already being handed over.")) from error
    return handover


def _refuse_what_cannot_be(role: GroupRole, successor: Any, on_date: date) -> None:
    if on_date < timezone.localdate():
        raise Refused(_("This day is over."))
    if role.ended_at is not None or (role.until and role.until < on_date):
        raise Refused(_("On that day the role has already ended. Choose a day within its term."))
    if successor.pk == role.person_id:
        raise Refused(_("A role can only be handed over to somebody else."))


def collect_duties(*, by: Any, handover: Handover) -> int:
    """Add what is new since; what is there keeps its note and whoever took it. Returns how many are new."""
    role = GroupRole.objects.select_related("person", "group").get(pk=handover.role_id)
    known = set(handover.items.values_list("key", flat=True))
    new = [
        HandoverItem(handover=handover, key=duty.key, title=duty.title, url=duty.url, due_on=duty.due)
        for duty in duties_of(role)
        if duty.key not in known
    ]
    with transaction.atomic():
        HandoverItem.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            journal.record("collect-duties", handover, by=by, after={"new": len(new)})
    return len(new)


def add_item(*, by: Any, handover: Handover, title: str, due_on: date | None) -> HandoverItem:
    _refuse_closed(handover)
    item = HandoverItem(handover=handover, key=f"own:{uuid.uuid4()}")
    values = {"title": {get_language() or DEFAULT: title}, "due_on": due_on}
    return writing.add(item, by=by, verb="add-duty", values=values)


def take_item(*, by: Any, item: HandoverItem, taker: Any, note: str, is_done: bool) -> HandoverItem:
    """Who takes it, what they should know, and whether it is done."""
    _refuse_closed(item.handover)
    if taker not in (None, item.taken_by) and taker not in queries.takers(item.handover):
        raise NotFound
    with transaction.atomic():
        kept = HandoverItem.objects.select_for_update().get(pk=item.pk)
        before = {"taken_by": kept.taken_by_id, "done": kept.done_at is not None}
        kept.taken_by, kept.note = taker, note
        kept.done_at = (kept.done_at or timezone.now()) if is_done else None
        kept.save(update_fields=["taken_by", "note", "done_at"])
        after = {"taken_by": kept.taken_by_id, "done": is_done}
        if before != after:
            journal.record("take-duty", kept, by=by, before=before, after=after)
    return kept


def edit_notes(*, by: Any, handover: Handover, version: int, values: dict[str, Any]) -> Handover:
    _refuse_closed(handover)
    return writing.change(handover, by=by, verb="edit-handover", version=version, values=values)


def add_link(*, by: Any, handover: Handover, title: str, url: str) -> HandoverLink:
    _refuse_closed(handover)
    link = HandoverLink(handover=handover)
    return writing.add(link, by=by, verb="add-handover-link", values={"title": title, "url": url})


def cancel_handover(*, by: Any, handover: Handover) -> Handover:
    with transaction.atomic():
        kept = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
        _refuse_closed(kept)
        kept.cancelled_at = timezone.now()
        kept.save(update_fields=["cancelled_at"])
        journal.record("cancel-handover", kept, by=by)
        tell_group(kept, "handover-cancelled")
    return kept


def _refuse_closed(handover: Handover) -> None:
    if not handover.is_open:
        raise Conflict(_("This handover is closed."))


def tell_group(handover: Handover, kind: str) -> None:
    """Both, and everybody else who belongs to the group."""
    both = (handover.role.person, handover.successor)
    people = {one.pk: one for one in (*people_of(handover.group), *both)}
    letters.tell(
        people.values(),
        kind,
        group=handover.group,
        key=f"{kind}:{handover.pk}",
        page=("members:group-people", handover.group.slug),
        leaver=handover.role.person.name,
        successor=handover.successor.name,
        role=handover.role.get_role_display,
        day=handover.on_date,
    )
