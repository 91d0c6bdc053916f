"""Reads of an agenda: what is on it, what is proposed and why, and who could speak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from corridor.kernel.agenda import Matter, Occasion, is_open_to_members, matters_for
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.addresses import in_language
from corridor.meetings.agenda.models import AgendaItem, AgendaSending
from corridor.meetings.enums import ItemState
from corridor.meetings.models import Meeting, MeetingQuerySet
from corridor.members.groups.roles.queries import people_of
from corridor.members.models import Seat
from corridor.members.queries import memberships_today
from corridor.people.models import Person

LARGEST_ID = 2**63


@dataclass(frozen=True)
class Proposal:
    """A matter that a moderator may take, with its origin."""

    origin: str
    matter: Matter
    is_due: bool

    @property
    def url(self) -> str:
        return here(self.matter.url)


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """What is on the agenda, in its order."""
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.ACCEPTED)
    return list(items.select_related("speaker", "suggested_by"))


def suggestions_of(meeting: Meeting) -> list[AgendaItem]:
    """What members would like to talk about, the oldest first."""
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.SUGGESTED)
    return list(items.select_related("suggested_by").order_by("id"))


def set_aside_of(meeting: Meeting) -> list[AgendaItem]:
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.SET_ASIDE)
    return list(items.select_related("suggested_by").order_by("id"))


def item_in(meeting: Meeting, pk: int) -> AgendaItem:
    found = None
    if pk < LARGEST_ID:
        items = AgendaItem.objects.filter(meeting=meeting, pk=pk)
        found = items.select_related("meeting__group", "suggested_by").first()
    if found is None:
        raise NotFound
    return found


def proposals_for(meeting: Meeting) -> list[Proposal]:
    """What the rooms offer and nobody has yet taken or set aside for this meeting, in its language."""
    known = set(
        AgendaItem.objects.filter(meeting=meeting).exclude(origin="").values_list("origin", flat=True)
    )
    return [one for one in offered(meeting) if one.origin not in known]


def offered(meeting: Meeting) -> list[Proposal]:
    occasion = occasion_of(meeting)
    with override(meeting.language):
        matters = matters_for(occasion)
    return [
        Proposal(origin, matter, matter.due is not None and matter.due <= occasion.on)
        for origin, matter in matters
    ]


def occasion_of(meeting: Meeting) -> Occasion:
    before, after = meeting_before(meeting), meeting_after(meeting)
    return Occasion(
        group_id=meeting.group_id,
        meeting_id=meeting.pk,
        on=day_of(meeting),
        since=before.held_on if before else None,
        until=after.held_on if after else None,
        before_id=before.pk if before else None,
        series_id=meeting.series_id,
    )


def day_of(meeting: Meeting) -> date:
    """Its day; while none is fixed, today."""
    return meeting.held_on or timezone.localdate()


def meeting_before(meeting: Meeting) -> Meeting | None:
    """The one before: of the same series, or of the whole group where it belongs to none."""
    earlier = Q(held_on__lt=day_of(meeting))
    if meeting.starts_at:
        earlier |= Q(held_on=meeting.held_on, starts_at__lt=meeting.starts_at)
    return _others(meeting).filter(earlier).order_by("-held_on", "-starts_at", "-pk").first()


def meeting_after(meeting: Meeting) -> Meeting | None:
    later = _others(meeting).filter(held_on__gt=day_of(meeting))
    return later.order_by("held_on", "starts_at", "pk").first()


def _others(meeting: Meeting) -> MeetingQuerySet:
    others = Meeting.objects.held().filter(group=meeting.group_id).exclude(pk=meeting.pk)
    return others.filter(series=meeting.series_id) if meeting.series_id else others


def speakers_for(meeting: Meeting) -> QuerySet[Person]:
    """Everybody who belongs to the group."""
    return people_of(meeting.group)


def hubs_of_people(meeting: Meeting, people: Iterable[Any]) -> dict[int, str]:
    """For which member hub each of them speaks, by name; one query."""
    members = memberships_today().filter(group=meeting.group_id).values("hub")
    seats = Seat.objects.current().filter(hub__in=members, person__in=list(people))
    return dict(seats.order_by("-hub__name").values_list("person_id", "hub__name"))


def last_sending(meeting: Meeting) -> AgendaSending | None:
    return AgendaSending.objects.filter(meeting=meeting).select_related("by").first()


def shown_to_members(item: AgendaItem) -> AgendaItem:
    """Without reason and link where these are for moderators only."""
    if is_open_to_members(item.origin):
        return item
    item.why, item.url = "", ""
    return item


def here(url: str) -> str:
    """An address of this site in the reader's language; it was made in that of the meeting."""
    return in_language(url, get_language() or DEFAULT) if url.startswith("/") else url


def agenda_url(meeting: Meeting) -> str:
    return reverse("meetings:agenda", args=[meeting.group.slug, meeting.pk])
