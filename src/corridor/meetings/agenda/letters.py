"""Mails about an agenda: the agenda itself, and what became of a suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.kernel.agenda import day_in_words
from corridor.kernel.i18n.fields import best_text
from corridor.meetings.agenda.models import AgendaItem, AgendaSending
from corridor.meetings.invitations.models import Invitation
from corridor.meetings.models import Meeting
from corridor.meetings.registers.models import Action
from corridor.meetings.registers.queries import open_actions_of
from corridor.meetings.registers.wording import action_in_words
from corridor.meetings.times import differs, span_in
from corridor.people.models import Person
from corridor.post import actions as post
from corridor.post.kinds import Kind, register_kind

from . import queries, timing

AGENDA: Final = "agenda"
TAKEN: Final = "agenda-suggestion-taken"
SET_ASIDE: Final = "agenda-suggestion-set-aside"


def register() -> None:
    """The agenda goes at once to those who are invited, as their invitations did."""
    titles = {
        AGENDA: _("The agenda of a meeting"),
        TAKEN: _("Your suggestion is on the agenda"),
        SET_ASIDE: _("Your suggestion is not on the agenda"),
    }
    for name, title in titles.items():
        register_kind(Kind(name, title, f"meetings/mail/{name}", needs_answer=name == AGENDA))


def key_of(sending: AgendaSending) -> str:
    return f"agenda:{sending.pk}"


def send(
    sending: AgendaSending, meeting: Meeting, items: Sequence[AgendaItem], invited: Iterable[Invitation]
) -> None:
    """To each in their own language and zone, with their own open actions on top."""
    invited = list(invited)
    own = open_actions_of(meeting.group, [one.person_id for one in invited if one.person_id])
    for one in invited:
        if one.person is not None:
            _to_person(sending, meeting, items, one.person, own.get(one.person.pk, []))
        else:
            _to_guest(sending, meeting, items, one)


def _to_person(
    sending: AgendaSending,
    meeting: Meeting,
    items: Sequence[AgendaItem],
    person: Person,
    own: Sequence[Action],
) -> None:
    with override(person.language):
        context = _said(meeting, items, person.time_zone) | {"own": [action_in_words(one) for one in own]}
        url = queries.agenda_url(meeting)
    post.tell(
        person=person,
        kind=AGENDA,
        context=context,
        key=key_of(sending),
        about=meeting,
        url=url,
        group_id=meeting.group_id,
    )


def _to_guest(
    sending: AgendaSending, meeting: Meeting, items: Sequence[AgendaItem], guest: Invitation
) -> None:
    """Without an address of the page, which is for the group."""
    with override(guest.language):
        context = _said(meeting, items, guest.zone) | {"own": []}
    post.write_to(
        address=guest.address,
        name=guest.name,
        language=guest.language,
        kind=AGENDA,
        context=context,
        key=key_of(sending),
        about=meeting,
        time_zone=guest.zone,
        group_id=meeting.group_id,
    )


def _said(meeting: Meeting, items: Sequence[AgendaItem], zone: str) -> dict[str, Any]:
    return {
        "group": best_text(meeting.group.name),
        "meeting": best_text(meeting.title),
        "when": _when(meeting, zone),
        "there": _when(meeting, meeting.zone) if differs(meeting, zone) else "",
        "place": meeting.place,
        "items": [_item(one) for one in timing.timed(meeting, items, zone)],
    }


def _when(meeting: Meeting, zone: str) -> str:
    span = span_in(meeting, zone)
    if span is not None:
        return f"{span.day}, {span.hours} ({span.city})"
    return day_in_words(meeting.held_on) if meeting.held_on else ""


def _item(one: timing.Timed) -> dict[str, Any]:
    item = one.item
    return {
        "number": one.number,
        "time": one.own,
        "title": item.title,
        "minutes": item.minutes,
        "kind": item.get_kind_display(),
        "speaker": str(item.speaker or item.speaker_name),
        "note": item.note,
    }


def tell_taken(item: AgendaItem, by: Any) -> None:
    _tell_suggester(item, by, TAKEN, f"agenda-taken:{item.pk}:{item.version}")


def tell_set_aside(item: AgendaItem, by: Any) -> None:
    _tell_suggester(item, by, SET_ASIDE, f"agenda-set-aside:{item.pk}:{item.version}", reason=item.answer)


def _tell_suggester(item: AgendaItem, by: Any, kind: str, key: str, **context: str) -> None:
    """Not those who decided about a suggestion of their own."""
    person, meeting = item.suggested_by, item.meeting
    if person is None or person == by:
        return
    with override(person.language):
        said = {
            "title": item.title,
            "meeting": best_text(meeting.title),
            "group": best_text(meeting.group.name),
        }
        url = queries.agenda_url(meeting)
    post.tell(person=person, kind=kind, context=said | context, key=key, url=url, group_id=meeting.group_id)
