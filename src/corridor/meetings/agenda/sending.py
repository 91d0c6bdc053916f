"""The agenda by mail: to everybody who is invited, once for each thing that it says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Refused
from corridor.kernel.keys import digest_of
from corridor.meetings.agenda.models import AgendaItem, AgendaSending
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.models import Meeting
from corridor.post.models import Letter, Notice

from . import letters, queries
from .locks import locked


@dataclass(frozen=True)
class Sent:
    """How the agenda stands with those who are invited. ``missing`` is how many do not have it as it is."""

    last: AgendaSending | None
    is_current: bool
    missing: int


def send_agenda(*, by: Any, meeting: Meeting) -> int:
    """To whoever does not have it as it is now; returns how many that were."""
    with transaction.atomic():
        kept = locked(meeting)
        items = queries.items_of(kept)
        if not items:
            raise Refused(_("There is nothing on the agenda yet."))
        invited = list(_invited(kept))
        if not invited:
            raise Refused(_("Nobody is invited yet. Invite people first, and the agenda can go to them."))
        sending = _sending(by, kept, items)
        waiting = _without(sending, invited)
        letters.send(sending, kept, items, waiting)
        if waiting:
            journal.record("send-agenda", kept, by=by, after={"letters": len(waiting)})
    return len(waiting)


def sent(meeting: Meeting, items: list[AgendaItem]) -> Sent:
    last = queries.last_sending(meeting)
    invited = list(_invited(meeting))
    if last is None or last.digest != digest(meeting, items):
        return Sent(last, False, len(invited))
    return Sent(last, True, len(_without(last, invited)))


def digest(meeting: Meeting, items: list[AgendaItem]) -> str:
    """Of everything that the mail says of the meeting."""
    names = ("title", "note", "kind", "minutes", "speaker_id", "speaker_name")
    said = [[getattr(item, name) for name in names] for item in items]
    frame = [meeting.title, str(meeting.starts_at), str(meeting.ends_at), str(meeting.held_on), meeting.place]
    return digest_of(json.dumps([frame, said], sort_keys=True))


def _sending(by: Any, meeting: Meeting, items: list[AgendaItem]) -> AgendaSending:
    """The last one while nothing has changed: its letters are known by it, and go to nobody twice."""
    last, now = queries.last_sending(meeting), digest(meeting, items)
    if last is not None and last.digest == now:
        return last
    return AgendaSending.objects.create(meeting=meeting, digest=now, by=by)


def _invited(meeting: Meeting) -> Any:
    waiting = Invitation.objects.filter(meeting=meeting, withdrawn_at=None)
    return waiting.exclude(person__is_active=False).select_related("person", "hub")


def _without(sending: AgendaSending, invited: list[Invitation]) -> list[Invitation]:
    key = letters.key_of(sending)
    people = set(Notice.objects.filter(key=key).values_list("person_id", flat=True))
    guests = Letter.objects.filter(key=key, person=None).values_list("to", flat=True)
    addresses = {address.lower() for address in guests}
    return [
        one
        for one in invited
        if (one.person_id not in people if one.person_id else one.address.lower() not in addresses)
    ]
