"""Who can be asked when they have time: people of the member hubs by seat, holders of roles, and guests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, Sum
from django.utils import timezone

from corridor.engines.datepoll import WEEKDAYS, Hours, Invitee, Span
from corridor.meetings.enums import MeetingState
from corridor.meetings.models import Meeting
from corridor.members.enums import READERS, SeatRole
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup

from . import daysoff
from .models import BusyCalendar, OfficeHours, PollInvitee, Strain

USUALLY_ASKED = (SeatRole.EDITOR, SeatRole.DELEGATE)


@dataclass(frozen=True)
class Asked:
    """Somebody who is or could be asked. ``key`` names them within one poll; ``roles`` in the group or hub.
    ``country`` and ``region`` (NUTS) are those of the hub. Nobody but the moderators sees ``address``."""

    key: str
    name: str
    zone: str
    language: str = "en"
    person_id: int | None = None
    hub_id: int | None = None
    hub: str = ""
    country: str = ""
    region: str = ""
    address: str = ""
    roles: tuple[str, ...] = ()
    usually: bool = False
    required: bool = False


def key_of_person(person_id: int) -> str:
    return f"p{person_id}"


def people_of(group: WorkingGroup) -> list[Asked]:
    """Everybody who could be asked, once: those of hubs first, by hub, then holders of roles alone."""
    hubs = _member_hubs(group)
    found: dict[int, Asked] = {}
    seats = Seat.objects.current().filter(hub__in=hubs, person__erased_at=None, person__is_active=True)
    for seat in seats.select_related("person").order_by("hub__name", "person__name", "-role"):
        hub = hubs[seat.hub_id]
        usual = seat.role in USUALLY_ASKED
        _add(found, seat.person, seat.get_role_display(), usual=usual, of=hub)
    roles = GroupRole.objects.current().filter(group=group, person__erased_at=None, person__is_active=True)
    for role in roles.select_related("person").order_by("person__name"):
        _add(found, role.person, role.get_role_display(), usual=role.role not in READERS)
    return sorted(found.values(), key=lambda one: (not one.hub, one.hub, one.name))


def _member_hubs(group: WorkingGroup) -> dict[int, Hub]:
    today = timezone.localdate()
    members = GroupMembership.objects.filter(group=group, since__lte=today).exclude(until__lt=today)
    return Hub.objects.filter(id__in=members.values("hub")).only("name", "country_id", "region_id").in_bulk()


def _add(found: dict[int, Asked], person: Any, role: str, *, usual: bool, of: Hub | None = None) -> None:
    known = found.get(person.pk)
    if known:
        found[person.pk] = replace(known, roles=(*known.roles, role), usually=known.usually or usual)
        return
    found[person.pk] = Asked(
        key=key_of_person(person.pk),
        name=person.name,
        zone=person.time_zone,
        language=person.language,
        person_id=person.pk,
        roles=(role,),
        usually=usual,
        **_place(of),
    )


def _place(hub: Hub | None) -> dict[str, Any]:
    if hub is None:
        return {}
    return {"hub_id": hub.pk, "hub": hub.name, "country": hub.country_id, "region": hub.region_id or ""}


def asked_in(invitees: Iterable[PollInvitee]) -> list[Asked]:
    """Those of a poll, whose key is that of their row; ``invitees`` come with person and hub."""
    return [
        Asked(
            key=str(one.pk),
            name=one.person.name if one.person else one.name,
            zone=one.person.time_zone if one.person else one.zone,
            language=one.person.language if one.person else one.language,
            person_id=one.person_id,
            address=one.address,
            required=one.is_required,
            **_place(one.hub),
        )
        for one in invitees
    ]


@dataclass
class Known:
    """What is known of people's time between two days, by person."""

    hours: dict[int, OfficeHours] = field(default_factory=dict)
    busy: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    burden: dict[int, int] = field(default_factory=dict)


def invitees_for(meeting: Meeting, asked: Iterable[Asked], first: date, last: date) -> tuple[Invitee, ...]:
    """As the engine wants them: everything that is known of their time, with the same number of queries
    however many they are."""
    everybody = list(asked)
    known = _known(meeting, [one.person_id for one in everybody if one.person_id], first, last)
    return tuple(_invitee(one, known, first, last) for one in everybody)


def country_of(one: Asked, hours: OfficeHours | None) -> tuple[str, str]:
    """Whose public holidays count: as they say, else as their hub has it."""
    if hours and hours.country:
        return hours.country, hours.region
    return one.country, daysoff.subdivision_of(one.region)


def _invitee(one: Asked, known: Known, first: date, last: date) -> Invitee:
    hours = known.hours.get(one.person_id or 0)
    country, region = country_of(one, hours)
    day = timedelta(days=1)  # their day may begin before the meeting's
    return Invitee(
        key=one.key,
        hub=str(one.hub_id or ""),
        zone=one.zone,
        office=office_of(hours),
        days_off=daysoff.days_off(country, region, first - day, last + day),
        busy=tuple(known.busy.get(one.person_id or 0, ())),
        burden=known.burden.get(one.person_id or 0, 0),
        required=one.required,
    )


def office_of(hours: OfficeHours | None) -> tuple[Hours | None, ...]:
    if hours is None:
        return WEEKDAYS
    return tuple((hours.begins, hours.ends) if str(day) in hours.days else None for day in range(7))


def _known(meeting: Meeting, people: list[int], first: date, last: date) -> Known:
    known = Known(hours={one.person_id: one for one in OfficeHours.objects.filter(person__in=people)})
    sums = Strain.objects.filter(person__in=people).exclude(meeting=meeting.pk)
    known.burden = dict(sums.values_list("person").annotate(Sum("minutes")))
    begin, end = _instant(first - timedelta(days=1)), _instant(last + timedelta(days=2))
    for calendar in BusyCalendar.objects.filter(person__in=people):
        known.busy[calendar.person_id] += [
            one for one in spans_of(calendar) if one[0] < end and begin < one[1]
        ]
    for person, span in _meetings_elsewhere(meeting, people, begin, end):
        known.busy[person].append(span)
    return known


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC"))


def spans_of(calendar: BusyCalendar) -> list[Span]:
    return [(datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in calendar.spans]


def fixed_between(begin: datetime, end: datetime) -> Any:
    hours = Q(starts_at__lt=end, ends_at__gt=begin)
    return Meeting.objects.filter(hours, state=MeetingState.FIXED)


def _meetings_elsewhere(
    meeting: Meeting, people: list[int], begin: datetime, end: datetime
) -> list[tuple[int, Span]]:
    """Meetings of the other groups that these people belong to."""
    others = fixed_between(begin, end).exclude(group=meeting.group_id)
    spans: dict[int, list[Span]] = defaultdict(list)
    for group, starts, ends in others.values_list("group_id", "starts_at", "ends_at"):
        spans[group].append((starts, ends))
    if not spans:
        return []
    return [(person, span) for person, group in _who_is_where(people, list(spans)) for span in spans[group]]


def _who_is_where(people: list[int], groups: list[int]) -> set[tuple[int, int]]:
    today = timezone.localdate()
    members = GroupMembership.objects.filter(group__in=groups, since__lte=today).exclude(until__lt=today)
    of_hubs: dict[int, set[int]] = defaultdict(set)
    for hub, group in members.values_list("hub_id", "group_id"):
        of_hubs[hub].add(group)
    seats = (
        Seat.objects.current().filter(person__in=people, hub__in=of_hubs).values_list("person_id", "hub_id")
    )
    roles = GroupRole.objects.current().filter(person__in=people, group__in=groups)
    by_seat = {(person, group) for person, hub in seats for group in of_hubs[hub]}
    return by_seat | set(roles.values_list("person_id", "group_id"))
