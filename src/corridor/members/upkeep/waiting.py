"""What waits for editors and moderators because a record was left alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, OneTap, register_waiting
from corridor.members.enums import MODERATORS
from corridor.members.models import GroupRole, Hub, WorkingGroup

from . import queries
from .enums import Neglect
from .unreachable import unreachable_in

# Whether there is anything to look for at all.
ANY_STALE_PROFILE = f"""exists (select from members_hub where id = any(%(hubs)s)
    and coalesce(confirmed_at, created_at) < %(now)s - interval '{queries.CONFIRMED_FOR.days} days')"""

ANY_OBSTACLE = """cardinality(%(moderates)s::bigint[]) > 0 and (
    exists (select from post_suppression where lifted_at is null and obstacle <> 'unsubscribed')
    or exists (select from post_letter where state = 'failed'))"""


def own_profiles(person: Any, viewer: Viewer) -> Iterator[Item]:
    """An editor is asked once a year whether the profile is still right."""
    for hub, role in queries.stale_hubs_of(person) if viewer.hubs else ():
        yield Item(
            kind="stale-profile",
            title=_("Is your hub’s profile still right?"),
            url=reverse("portal:hub", args=[hub.slug]),
            for_whom=hub.name,
            as_role=role,
            why=_("Others rely on it when they look for a partner. Nobody has confirmed it for a year."),
            since=hub.confirmed_at or hub.created_at,
            rank=40,
            answers=_confirm_or_edit(hub),
        )


def _confirm_or_edit(hub: Hub) -> tuple[OneTap, ...]:
    return (OneTap(_("It is still right"), reverse("members:confirm-hub", args=[hub.slug])),)


def neglected_hubs(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For moderators: one item for each kind of neglect in each group, however many hubs it is."""
    for count in queries.counts(viewer) if viewer.moderates else ():
        name = best_text(count["group__name"]) or count["group__slug"]
        for neglect, title, why, rank in _told(count):
            yield Item(
                kind=f"neglected-{neglect}",
                title=title,
                url=reverse("members:neglected-hubs", args=[count["group__slug"], neglect.value]),
                for_whom=name,
                as_role=_("moderator"),
                why=why,
                rank=rank,
            )


def unreachable_people(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For moderators: one item for each group, however many people it is."""
    if not viewer.moderates:
        return
    by_group: dict[int, set[int]] = {}
    for one in unreachable_in(viewer.moderates, viewer):
        by_group.setdefault(one.group_id, set()).add(one.person_id)
    for group in WorkingGroup.objects.filter(pk__in=by_group).order_by("slug"):
        number = len(by_group[group.pk])
        title = ngettext(
            "%(number)s person cannot be reached by mail",
            "%(number)s people cannot be reached by mail",
            number,
        )
        yield Item(
            kind="unreachable-people",
            title=title % {"number": number},
            url=reverse("members:unreachable-people", args=[group.slug]),
            for_whom=best_text(group.name) or group.slug,
            as_role=_("moderator"),
            why=_("They miss whatever needs an answer. Ask them, or their hub, for another address."),
            rank=35,
        )


def _told(count: dict[str, Any]) -> Iterator[tuple[Neglect, str, str, int]]:
    if number := count["no_editor"]:
        title = ngettext(
            "%(number)s hub has nobody who edits it", "%(number)s hubs have nobody who edits them", number
        )
        why = _("Invite somebody, or their profile will grow old.")
        yield Neglect.NO_EDITOR, title % {"number": number}, why, 30
    if number := count["one_editor"]:
        title = ngettext(
            "%(number)s hub is in the hands of one person",
            "%(number)s hubs are in the hands of one person each",
            number,
        )
        why = _("If that colleague leaves, the hub is locked out.")
        yield Neglect.ONE_EDITOR, title % {"number": number}, why, 70
    if number := count["stale"]:
        title = ngettext(
            "%(number)s profile was not confirmed for a year",
            "%(number)s profiles were not confirmed for a year",
            number,
        )
        yield Neglect.STALE, title % {"number": number}, _("Ask the hubs whether they still do this."), 60


def groups_without_moderator(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For the operator: after an erasure, or when a term ends, a group may have nobody."""
    if not person.is_staff:
        return
    moderators = GroupRole.objects.current().filter(group=OuterRef("pk"), role__in=MODERATORS)
    for group in WorkingGroup.objects.filter(~Exists(moderators)).order_by("slug"):
        yield Item(
            kind="no-moderator",
            title=_("This group has no moderator"),
            url=reverse("admin:members_grouprole_add"),
            for_whom=str(group),
            as_role=_("operator"),
            why=_("Nobody can admit hubs or give roles."),
            rank=10,
        )


def register() -> None:
    register_waiting("members.own-profiles", own_profiles, if_any=ANY_STALE_PROFILE)
    register_waiting("members.neglected-hubs", neglected_hubs)
    register_waiting("members.unreachable", unreachable_people, if_any=ANY_OBSTACLE)
    register_waiting("members.groups-without-moderator", groups_without_moderator)
