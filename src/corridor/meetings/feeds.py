"""Meetings in calendars and feed readers: in a person's own calendar, and the public ones for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.kernel.i18n.fields import best_text
from corridor.members.queries import viewer_of
from corridor.post import atom
from corridor.post.feeds import Event, register_events

from . import times
from .enums import MeetingState
from .models import Invitation, Meeting, MeetingQuerySet

NEWEST: Final = 50  # so many stay in a feed


def register() -> None:
    register_events("meetings", events_of_person)


def page_of(meeting: Meeting) -> str:
    return settings.BASE_URL + reverse("meetings:meeting", args=[meeting.group.slug, meeting.pk])


# Calendars


def events_of_person(person: Any) -> Iterable[Event]:
    """Meetings of the groups that somebody belongs to today, as far as they may see them, and those that they
    are invited to by address, with the links to join: the calendar is theirs alone."""
    viewer = viewer_of(person)
    of_groups = Meeting.objects.visible_to(viewer).filter(group__in=viewer.groups)
    asked = Invitation.objects.filter(
        address__iexact=person.email, person=None, withdrawn_at=None, sent_revision__isnull=False
    )
    as_guest = Meeting.objects.filter(pk__in=asked.values("meeting")).exclude(state=MeetingState.DRAFT)
    wanted = Q(pk__in=of_groups.values("pk")) | Q(pk__in=as_guest.values("pk"))
    return events(Meeting.objects.filter(wanted), with_links=True)


def events(meetings: MeetingQuerySet, *, with_links: bool = False) -> list[Event]:
    """Those that have a day."""
    dated = meetings.filter(held_on__isnull=False).select_related("group")
    return [_event(meeting, meeting.held_on, with_links) for meeting in dated if meeting.held_on]


def _event(meeting: Meeting, day: date, with_link: bool) -> Event:  # noqa: FBT001 - of this module alone
    note = [best_text(meeting.note)]
    if with_link and meeting.link:
        note.append(_("To join: %(link)s") % {"link": meeting.link})
    return Event(
        uid=f"meeting-{meeting.uid}",  # as invitations have it, so that calendars know both as one
        day=day,
        title=f"{best_text(meeting.group.name)}: {best_text(meeting.title)}",
        changed_at=meeting.changed_at,
        revision=meeting.revision,
        place=meeting.place,
        note="\n".join(filter(None, note)),
        url=page_of(meeting),
        cancelled=meeting.state == MeetingState.CANCELLED,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
    )


# Atom


def news(meetings: MeetingQuerySet) -> list[atom.Item]:
    """The meetings that changed last."""
    dated = meetings.filter(held_on__isnull=False).select_related("group").order_by("-changed_at", "-pk")
    return [
        atom.Item(str(one.uid), _headline(one), page_of(one), "\n".join(_lines(one)), one.changed_at)
        for one in dated[:NEWEST]
    ]


def _headline(meeting: Meeting) -> str:
    title = best_text(meeting.title)
    if meeting.state == MeetingState.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": title}
    return title


def _lines(meeting: Meeting) -> Iterable[str]:
    yield times.in_words(meeting, meeting.zone)
    if meeting.place:
        yield meeting.place
    if note := best_text(meeting.note):
        yield note
