"""What follows from a slot that was chosen: invitations, and the burden of odd hours."""

from __future__ import annotations

from typing import Any

from corridor.engines import datepoll
from corridor.engines.datepoll import Start
from corridor.meetings.enums import Suits
from corridor.meetings.invitations.inviting import Guest
from corridor.meetings.models import Meeting

from . import queries, results
from .models import Poll, PollAnswer, PollInvitee, PollSlot, Strain


def note_strain(poll: Poll, slot: PollSlot) -> None:
    """How long the meeting lies outside the office hours of each who did not say that they cannot come."""
    absent = set(PollAnswer.objects.filter(slot=slot, suits=Suits.NO).values_list("invitee_id", flat=True))
    start = _start(poll, slot, absent)
    people = {str(pk): person for pk, person in poll.invitees.values_list("pk", "person_id") if person}
    Strain.objects.filter(meeting=poll.meeting_id).delete()
    Strain.objects.bulk_create(
        Strain(person_id=people[one.key], meeting_id=poll.meeting_id, minutes=one.minutes)
        for one in start.strained
        if one.key in people
    )


def _start(poll: Poll, slot: PollSlot, absent: set[int]) -> Start:
    wanted = results.wanted_for(poll)
    coming = {one.key: [slot.starts_at] for one in wanted.invitees if int(one.key) not in absent}
    return datepoll.weigh(wanted, [slot.starts_at], coming)[0]


def invite(by: Any, meeting: Meeting, poll: Poll) -> None:
    """Everybody who was asked is invited, and told at once."""
    from corridor.meetings.invitations import actions as invitations  # they need our models first

    invitees = queries.still_asked(poll)
    people = [one.person for one in invitees if one.person]
    guests = [_guest(one) for one in invitees if not one.person]
    invitations.invite_people(by=by, meeting=meeting, people=people, guests=guests)
    invitations.announce(by=by, meeting=meeting)


def _guest(invitee: PollInvitee) -> Guest:
    return Guest(
        name=invitee.name,
        address=invitee.address,
        language=invitee.language,
        zone=invitee.zone,
        hub=invitee.hub,
        is_required=invitee.is_required,
    )
