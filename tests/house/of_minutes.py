"""Minutes in each of their states: being typed at a meeting that runs, open for comments, approved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.minutes import actions
from corridor.meetings.minutes.attendance import check_in_url
from corridor.meetings.minutes.models import Clash, Minutes, Passage
from corridor.meetings.models import Meeting

if TYPE_CHECKING:
    from tests.house.of_meetings import Room


def of_minutes(room: Room) -> dict[str, str]:
    dora = room.people["dora"]
    running, told, done = (_meeting(room, days) for days in (0, -10, -20))
    actions.open_meeting(by=dora, meeting=running)
    clash = Clash.objects.create(passage=_passage(dora, running), theirs="Ready.", mine="Late.", by=dora)
    guest = Invitation.objects.create(meeting=running, name="Greta", address="greta@example.com")
    passages = {"told": _passage(dora, told), "done": _passage(dora, done)}
    minutes = actions.open_for_comments(by=dora, minutes=told.minutes, audience="public")
    comment = actions.comment(
        by=room.people["anna"], minutes=minutes, passage=None, text="Well", is_objection=False
    )
    Minutes.objects.filter(meeting=done).update(
        state="approved", approved_at=timezone.now(), audience="network"
    )
    return {
        "running": str(running.pk),
        "running_item": str(clash.passage.item_id),
        "running_passage": str(clash.passage_id),
        "clash": str(clash.pk),
        "guest_token": check_in_url(guest).rstrip("/").rpartition("/")[2],
        "told": str(told.pk),
        "told_passage": str(passages["told"].pk),
        "comment": str(comment.pk),
        "done": str(done.pk),
        "done_passage": str(passages["done"].pk),
    }


def _meeting(room: Room, days: int) -> Meeting:
    day = timezone.localdate() + timedelta(days=days)
    held = Meeting.objects.create(
        group=room.group, series=room.series, held_on=day, title={"en": "Task force"}
    )
    AgendaItem.objects.create(meeting=held, title="Ports")
    return held


def _passage(by: object, meeting: Meeting) -> Passage:
    passage = actions.open_minutes(by=by, meeting=meeting).passages.get(item__isnull=False)
    text = "Opening.\n\nReady.\n\nLate."
    return actions.save_passage(by=by, passage=passage, base="", text=text).passage
