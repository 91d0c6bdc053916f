"""Reads for pages that show several rooms. Each costs the same number of queries for 1 and 1,000 rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Func, Prefetch, QuerySet
from django.utils import timezone

from corridor.catalogue import queries as catalogue
from corridor.catalogue.models import Service
from corridor.events.models import Event
from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.search.records import records_of
from corridor.kernel.search.shapes import Answer, Hit
from corridor.meetings.models import Decision, Meeting
from corridor.members.enums import SeatRole, Source
from corridor.members.groups.models import Milestone, MilestoneState
from corridor.members.groups.people.queries import Holder, holders_in
from corridor.members.models import GroupMembership, Hub, HubPartner, HubTag, WorkingGroup
from corridor.members.queries import memberships_today
from corridor.vocab.enums import ListName
from corridor.vocab.models import Term

NEWEST = 6
PAST_SHOWN = 12  # meetings; all of them have a page of their own
EVERYTHING = 10_000
EDITORS = (SeatRole.EDITOR, SeatRole.DELEGATE)


def main_group() -> WorkingGroup | None:
    """The group that this site is for: the first one; a site with several shows them all on a page."""
    return WorkingGroup.objects.order_by("id").first()


@dataclass(frozen=True)
class Site:
    """What every page says of the installation; without a group its names are empty."""

    group: str
    name: dict[str, str]
    shows_fiction: bool
    has_several_groups: bool = False


# One statement, as every page asks: the ORM would take two, and five times as long.
_SITE = """
select g.slug, g.name, exists (select from members_hub where source = %s),
    exists (select from members_workinggroup order by id offset 1)
from (select) one left join (select slug, name from members_workinggroup order by id limit 1) g on true
"""


def site() -> Site:
    with connection.cursor() as cursor:
        cursor.execute(_SITE, [Source.DEMO.value])
        slug, name, fiction, several = cursor.fetchone()
    return Site(slug or "", json.loads(name or "{}"), fiction, several)


# Hubs


def hubs_with_places(viewer: Viewer) -> QuerySet[Hub]:
    return Hub.objects.visible_to(viewer).select_related("country", "region")


def newest_hubs(viewer: Viewer) -> list[Hub]:
    return list(hubs_with_places(viewer).order_by("-created_at", "-id")[:NEWEST])


def hub_page(viewer: Viewer, slug: str) -> Hub:
    """The hub with everything that its page shows; ``NotFound`` where this viewer may not see it."""
    hub = (
        hubs_with_places(viewer)
        .prefetch_related(
            Prefetch("tags", HubTag.objects.select_related("term__list")),
            "concepts",
            "regions_served",
            Prefetch("partners", HubPartner.objects.select_related("organisation__region")),
            Prefetch("memberships", memberships_today().select_related("group")),
        )
        .filter(slug=slug)
        .first()
    )
    if hub is None:
        raise NotFound
    return hub


class Edited(NamedTuple):
    slug: str
    name: str


# Every page for people who are signed in asks this as well.
_EDITED = """
select slug, name from members_hub
where id in (
    select hub_id from members_seat
    where person_id = %(person)s and role = any(%(roles)s)
        and since <= %(today)s and (until is null or until >= %(today)s) and ended_at is null
)
order by name, id
"""


def hubs_edited_by(person: Any) -> list[Edited]:
    """Hubs in which this person has an editor's seat today."""
    if not person.is_authenticated:
        return []
    roles = [role.value for role in EDITORS]
    with connection.cursor() as cursor:
        cursor.execute(_EDITED, {"person": person.pk, "roles": roles, "today": timezone.localdate()})
        return [Edited(*row) for row in cursor.fetchall()]


def tags_of(hub: Hub, name: ListName) -> list[HubTag]:
    """The hub's terms of one official list, strongest first."""
    tags = [tag for tag in hub.tags.all() if tag.term.list.name == name]
    return sorted(tags, key=lambda tag: (-(tag.level or 0), tag.term.position))


def numbers(viewer: Viewer) -> dict[str, int]:
    """Hubs, countries and working languages, counted from the rows that this viewer may see."""
    hubs = Hub.objects.visible_to(viewer).order_by()
    counted = hubs.aggregate(hubs=Count("id"), countries=Count("country", distinct=True))
    spoken = hubs.annotate(spoken=Func("working_languages", function="unnest")).values("spoken").distinct()
    return counted | {"languages": spoken.count()}


# Search


class Found(NamedTuple):
    """A hit, and the hub or the service that it is."""

    hit: Hit
    hub: Hub | None
    service: Service | None = None


def found(answer: Answer, viewer: Viewer) -> list[Found]:
    """The hits in their order with their records; one that vanished meanwhile is left out."""
    hubs = records_of("hub", answer, viewer, lambda ids: hubs_with_places(viewer).in_bulk(ids))
    services = catalogue.found_services(answer, viewer)
    made = (_found(hit, hubs, services) for hit in answer.hits)
    return [one for one in made if one.hub or one.service]


def _found(hit: Hit, hubs: Mapping[int, Hub], services: Mapping[int, Service]) -> Found:
    if hit.kind == "service":
        return Found(hit, None, services.get(hit.record_id))
    return Found(hit, hubs.get(hit.record_id))


def hubs_to_draw(hits: Iterable[Hit], viewer: Viewer) -> list[Hub]:
    ids = [hit.record_id for hit in hits]
    return list(hubs_with_places(viewer).filter(id__in=ids).order_by("country_id", "name", "id"))


# Groups and meetings


def group_page(slug: str) -> WorkingGroup:
    groups = WorkingGroup.objects.filter(slug=slug).select_related("mandate")
    group = groups.prefetch_related("technologies__list", "criteria", "milestones").first()
    if group is None:
        raise NotFound
    return group


def members_of(group: WorkingGroup, viewer: Viewer, today: date | None = None) -> list[Hub]:
    """Hubs that belong to the group today, by name."""
    day = today or timezone.localdate()
    current = GroupMembership.objects.filter(group=group, since__lte=day).exclude(until__lt=day)
    return list(hubs_with_places(viewer).filter(id__in=current.values("hub_id")).order_by("name", "id"))


def holders_of(group: WorkingGroup, viewer: Viewer) -> list[Holder]:
    """Who holds a role today, as far as this viewer may know."""
    return holders_in(group, viewer)


@dataclass(frozen=True)
class GroupCard:
    group: WorkingGroup
    hubs: int
    countries: int
    milestone: Milestone | None
    is_own: bool


def group_cards(viewer: Viewer) -> list[GroupCard]:
    """All groups, the oldest first, with what each is about to do; four queries however many there are."""
    counted: dict[int, set[tuple[int, str]]] = {}
    current = memberships_today().filter(hub__in=Hub.objects.visible_to(viewer).order_by())
    for group_id, hub_id, country in current.values_list("group_id", "hub_id", "hub__country_id"):
        counted.setdefault(group_id, set()).add((hub_id, country))
    planned = Milestone.objects.filter(state=MilestoneState.PLANNED, due_on__gte=timezone.localdate())
    coming: dict[int, Milestone] = {}
    for milestone in planned.order_by("due_on", "id"):
        coming.setdefault(milestone.group_id, milestone)
    return [
        GroupCard(
            group,
            len(counted.get(group.pk, ())),
            len({country for _, country in counted.get(group.pk, ())}),
            coming.get(group.pk),
            group.pk in viewer.groups,
        )
        for group in WorkingGroup.objects.order_by("id")
    ]


def meetings_of(group: WorkingGroup, viewer: Viewer) -> dict[str, list[Meeting]]:
    """What is to come, and what was, each with its decisions as far as this viewer may see them."""
    decided = Prefetch("decisions", Decision.objects.visible_to(viewer).order_by("number"), "shown_decisions")
    meetings = Meeting.objects.visible_to(viewer).filter(group=group)
    past = meetings.past().prefetch_related(decided)
    return {"coming": list(meetings.coming()), "past": list(past[:PAST_SHOWN])}


def coming_events(group: WorkingGroup, viewer: Viewer) -> list[Event]:
    """The next first."""
    events = Event.objects.visible_to(viewer).published().filter(group=group, ends_at__gt=timezone.now())
    return list(events.select_related("group").order_by("starts_at", "pk"))


def next_meeting(group: WorkingGroup | None, viewer: Viewer) -> Meeting | None:
    if group is None:
        return None
    return Meeting.objects.visible_to(viewer).filter(group=group).select_related("group").coming().first()


def technologies_of(group: WorkingGroup) -> list[Term]:
    return list(group.technologies.all())


def addresses() -> list[dict[str, Any]]:
    """Public groups, hubs, services and events for the sitemap, with the day of their last change."""
    from corridor.kernel.audience import VISITOR

    groups = [
        {"name": "portal:group", "args": [slug], "changed": None}
        for slug in WorkingGroup.objects.values_list("slug", flat=True)
    ]
    hubs = Hub.objects.visible_to(VISITOR).order_by("slug").values_list("slug", "updated_at")
    services = catalogue.visible(VISITOR).offered().order_by("pk")
    rows = services.values_list("hub__slug", "slug", "changed_at")
    events = Event.objects.visible_to(VISITOR).order_by("pk").values_list("group__slug", "slug", "changed_at")
    return [
        *groups,
        *({"name": "events:event", "args": [group, slug], "changed": at} for group, slug, at in events),
        *({"name": "portal:hub", "args": [slug], "changed": at} for slug, at in hubs),
        *({"name": "catalogue:service", "args": [hub, slug], "changed": at} for hub, slug, at in rows),
    ]
