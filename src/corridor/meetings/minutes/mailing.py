"""Approved minutes by mail, to everybody in the group and to those who came, each with what they have to do
on top; once each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import override

from corridor.kernel.audience import VISITOR, Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.meetings import times
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.minutes.models import Minutes
from corridor.meetings.models import Meeting
from corridor.meetings.registers import queries as registers
from corridor.meetings.registers.models import Action, Decision
from corridor.meetings.registers.wording import action_in_words, in_one_line
from corridor.members.groups.roles.queries import people_of
from corridor.members.queries import viewer_of
from corridor.people.models import Person
from corridor.post import actions as post

APPROVED: Final = "minutes-approved"
Said = dict[str, Any]


def mail_approved(minutes: Minutes) -> None:
    """In the transaction of the approval."""
    meeting = minutes.meeting
    people = list(people_of(meeting.group))
    everything = list(registers.decisions_of(_insider(meeting), meeting))
    to_do = registers.open_actions_of(meeting.group, people)
    for person in people:
        _to_person(minutes, person, everything, to_do.get(person.pk, []))
    told = {one.pk for one in people}
    for one in _who_came(meeting):
        if one.person_id not in told:
            _to_other(minutes, one)


def _insider(meeting: Meeting) -> Viewer:
    return Viewer(groups=frozenset({meeting.group_id}), in_network=True)


def _who_came(meeting: Meeting) -> Iterable[Invitation]:
    came = meeting.invitations.filter(came=True, withdrawn_at=None).exclude(person__is_active=False)
    return came.select_related("person")


def _to_other(minutes: Minutes, one: Invitation) -> None:
    """Whoever came from outside, where the minutes are for them."""
    viewer = viewer_of(one.person) if one.person else VISITOR
    if not Minutes.objects.visible_to(viewer).filter(pk=minutes.pk).exists():
        return
    decisions = list(registers.decisions_of(viewer, minutes.meeting))
    if one.person:
        _to_person(minutes, one.person, decisions, [])
    else:
        _to_guest(minutes, one, decisions)


def _to_person(
    minutes: Minutes, person: Person, decisions: Sequence[Decision], own: Sequence[Action]
) -> None:
    with override(person.language):
        context = _said(minutes, person.time_zone, decisions, own)
        url = _page("minutes", minutes.meeting)
    post.tell(person=person, context=context, url=url, **_letter(minutes))


def _to_guest(minutes: Minutes, guest: Invitation, decisions: Sequence[Decision]) -> None:
    with override(guest.language):
        context = _said(minutes, guest.zone, decisions, [])
        context["url"] = post.full_url(_page("minutes", minutes.meeting))
    post.write_to(
        address=guest.address,
        name=guest.name,
        language=guest.language,
        time_zone=guest.zone,
        context=context,
        **_letter(minutes),
    )


def _letter(minutes: Minutes) -> Said:
    meeting = minutes.meeting
    key = f"{APPROVED}:{minutes.pk}"
    return {"kind": APPROVED, "key": key, "about": meeting, "group_id": meeting.group_id}


def _said(minutes: Minutes, zone: str, decisions: Sequence[Decision], own: Sequence[Action]) -> Said:
    meeting = minutes.meeting
    return {
        "group": best_text(meeting.group.name),
        "meeting": best_text(meeting.title),
        "held_on": times.in_words(meeting, zone),
        "by_silence": "" if minutes.approved_in_id else "yes",
        "own": [action_in_words(one) for one in own],
        "decisions": [{"code": one.code, "text": in_one_line(one.text)} for one in decisions],
        "pdf": post.full_url(_page("minutes-pdf", meeting)),
    }


def _page(name: str, meeting: Meeting) -> str:
    return reverse(f"meetings:{name}", args=[meeting.group.slug, meeting.pk])
