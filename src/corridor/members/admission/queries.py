"""Reads and doors of admission. Who may not read an application or a claim finds nothing there."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.keys import digest_of
from corridor.members.groups.queries import group_at
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup
from corridor.members.queries import hub_for_viewing, memberships_today
from corridor.people.models import Person

from . import rules
from .enums import UNDECIDED, ApplicationState, ClaimState
from .keys import key_behind
from .models import Application, Claim, Invitation

FOUND: Final = 20


# Applying


def find_hubs(viewer: Viewer, text: str, group: WorkingGroup) -> QuerySet[Hub]:
    """Hubs with these words in name, title or city; ``is_member`` says whether they are in the group."""
    member = memberships_today().filter(hub=OuterRef("pk"), group=group)
    hubs = Hub.objects.visible_to(viewer).select_related("country").annotate(is_member=Exists(member))
    for word in text.split():
        hubs = hubs.filter(Q(name__icontains=word) | Q(title__icontains=word) | Q(city__icontains=word))
    return hubs.order_by("name", "id")[:FOUND]


def is_member(hub: Hub, group: WorkingGroup) -> bool:
    return memberships_today().filter(hub=hub, group=group).exists()


def application_behind(key: str) -> Application:
    """What its sender follows; only the link from a mail leads here."""
    found = key_behind(key)
    if found is None or found.application is None:
        raise NotFound
    return found.application


def claim_behind(key: str) -> Claim:
    found = key_behind(key)
    if found is None or found.claim is None:
        raise NotFound
    return found.claim


# Reviewing


def group_for_reviewing(person: Any, slug: str) -> WorkingGroup:
    group = group_at(slug)
    if not rules.may_read_applications(person, group):
        raise NotFound
    return group


def group_for_inviting(person: Any, slug: str) -> WorkingGroup:
    group = group_at(slug)
    if not rules.may_invite_to_group(person, group):
        raise NotFound
    return group


def applications_of(group: WorkingGroup, show: str = "") -> QuerySet[Application]:
    """What was confirmed: what waits for a decision, soonest first, or what was decided, newest first."""
    confirmed = Application.objects.filter(group=group).exclude(state=ApplicationState.UNCONFIRMED)
    confirmed = confirmed.select_related("hub_country", "decided_by")
    if show == "decided":
        return confirmed.exclude(state__in=UNDECIDED).order_by("-decided_at", "-id")
    return confirmed.filter(state__in=UNDECIDED)


def application_for_reviewing(person: Any, slug: str, pk: int) -> Application:
    group = group_for_reviewing(person, slug)
    return _application(group, pk)


def application_for_deciding(person: Any, slug: str, pk: int) -> Application:
    group = group_at(slug)
    if not rules.may_decide_applications(person, group):
        raise NotFound
    return _application(group, pk)


def _application(group: WorkingGroup, pk: int) -> Application:
    found = (
        Application.objects.filter(group=group, pk=pk)
        .exclude(state=ApplicationState.UNCONFIRMED)
        .select_related("group", "hub__country", "hub_country", "decided_by")
        .prefetch_related("answers", "messages__by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def people_of_group(group: WorkingGroup) -> QuerySet[Person]:
    """Everybody with a role in the group or a seat in one of its hubs, today."""
    hubs = memberships_today().filter(group=group).values("hub")
    seats = Seat.objects.current().filter(hub__in=hubs).values("person")
    roles = GroupRole.objects.current().filter(group=group).values("person")
    return Person.objects.filter(Q(pk__in=seats) | Q(pk__in=roles), is_active=True).order_by("pk")


# People of a hub


def hub_with_people(person: Any, slug: str) -> Hub:
    """For those who have a seat there themselves."""
    hub = Hub.objects.filter(slug=slug).first()
    if hub is None or not rules.acts_for(person, hub):
        raise NotFound
    return hub


def hub_for_managing_people(person: Any, slug: str) -> Hub:
    hub = Hub.objects.filter(slug=slug).first()
    if hub is None or not rules.may_manage_people(person, hub):
        raise NotFound
    return hub


def seats_of(hub: Hub) -> QuerySet[Seat]:
    """Today's and those to come."""
    seats = Seat.objects.filter(hub=hub, ended_at=None).exclude(until__lt=timezone.localdate())
    return seats.select_related("person").order_by("-role", "person__name", "id")  # editors first


def seat_in(hub: Hub, pk: int) -> Seat:
    seat = seats_of(hub).filter(pk=pk).first()
    if seat is None:
        raise NotFound
    return seat


def own_seat(person: Any, hub: Hub) -> Seat:
    seat = Seat.objects.current().filter(hub=hub, person=person).select_related("person").first()
    if seat is None:
        raise NotFound
    return seat


# Invitations


def invitations_of(place: Hub | WorkingGroup) -> QuerySet[Invitation]:
    mine = Q(hub=place) if isinstance(place, Hub) else Q(group=place)
    return Invitation.objects.filter(mine).select_related("invited_by", "accepted_by", "hub", "group")


def invitations_for_group(group: WorkingGroup) -> QuerySet[Invitation]:
    """To the group itself, and those of its moderators to a first editor of one of its hubs."""
    hubs = memberships_today().filter(group=group).values("hub")
    moderators = GroupRole.objects.filter(group=group).values("person")
    mine = Q(group=group) | Q(hub__in=hubs, invited_by__in=moderators) & ~Q(
        Exists(Seat.objects.filter(hub=OuterRef("hub"), person=OuterRef("invited_by")))
    )
    return Invitation.objects.filter(mine).select_related("invited_by", "accepted_by", "hub", "group")


def invitation_in(invitations: QuerySet[Invitation], pk: int) -> Invitation:
    found = invitations.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def invitation_behind(key: str) -> Invitation:
    found = (
        Invitation.objects.filter(digest=digest_of(key)).select_related("hub", "group", "invited_by").first()
    )
    if found is None:
        raise NotFound
    return found


def orphans_of(group: WorkingGroup) -> QuerySet[Hub]:
    """Members of the group for which nobody acts as an editor."""
    members = memberships_today().filter(group=group).values("hub")
    return Hub.objects.filter(pk__in=members).exclude(pk__in=edited_hubs()).order_by("name", "id")


def edited_hubs() -> QuerySet[Any]:
    """Ids of the hubs that have an editor today."""
    return Seat.objects.current().filter(role="editor", person__is_active=True).values("hub")


# Claims and memberships


def hub_to_claim(viewer: Viewer, slug: str) -> Hub:
    return hub_for_viewing(viewer, slug)


def claim_for_deciding(person: Any, slug: str, pk: int) -> Claim:
    """While it is open; afterwards for whoever decided it."""
    claim = Claim.objects.filter(pk=pk, hub__slug=slug).select_related("hub", "decided_by").first()
    if claim is None or not (rules.may_decide_claim(person, claim) or claim.decided_by_id == person.pk):
        raise NotFound
    return claim


def open_claims() -> QuerySet[Claim]:
    return Claim.objects.filter(state=ClaimState.OPEN).select_related("hub")


def claims_on(hub: Hub, editor: Any) -> QuerySet[Claim]:
    """What an editor of the hub may decide: everything but a claim of their own."""
    return open_claims().filter(hub=hub).exclude(email__iexact=editor.email)


def membership_of(hub: Hub, group: WorkingGroup) -> GroupMembership:
    found = memberships_today().filter(hub=hub, group=group).select_related("hub", "group").first()
    if found is None:
        raise NotFound
    return found


def membership_for_leaving(person: Any, slug: str, group_slug: str) -> GroupMembership:
    return membership_of(hub_for_managing_people(person, slug), group_at(group_slug))


def membership_for_ending(person: Any, group_slug: str, slug: str) -> GroupMembership:
    group = group_at(group_slug)
    hub = Hub.objects.filter(slug=slug).first()
    if hub is None or not rules.may_end_membership(person, group):
        raise NotFound
    return membership_of(hub, group)


def memberships_of(hub: Hub) -> QuerySet[GroupMembership]:
    return memberships_today().filter(hub=hub).select_related("group").order_by("group__slug")
