"""What a group could talk about at its next meeting: applications, new members, the work plan, terms,
elections, and hubs that nobody looks after. Nothing here is about a hub that moderators may not see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel.agenda import Matter, Occasion, day_in_words, register_agenda_source, shortened
from corridor.kernel.i18n.fields import best_text

from .admission.enums import ApplicationState
from .admission.models import Application
from .groups.elections import queries as elections_queries
from .groups.elections.models import Election
from .groups.elections.queries import Phase
from .groups.handovers.models import Handover
from .groups.models import Mandate, Milestone, MilestoneState
from .models import GroupMembership, GroupRole, Hub
from .upkeep import queries as upkeep
from .upkeep.enums import Neglect

NEW: Final = timedelta(days=90)  # who has joined since, where the group did not meet before


def register() -> None:
    register_agenda_source("members.applications", applications)
    register_agenda_source("members.new", new_members, open_to_members=True)
    register_agenda_source("members.mandate", mandate)
    register_agenda_source("members.milestones", milestones)
    register_agenda_source("members.terms", terms)
    register_agenda_source("members.elections", elections, open_to_members=True)
    register_agenda_source("members.handovers", handovers)
    register_agenda_source("members.leaving", ending_memberships)
    register_agenda_source("members.neglected", neglected_hubs)


def applications(occasion: Occasion) -> Sequence[Matter]:
    waiting = Application.objects.filter(group=occasion.group_id, state=ApplicationState.OPEN)
    found = list(waiting.select_related("group"))

    def rest(number: int) -> Matter:
        title = ngettext("%(number)s other application", "%(number)s other applications", number)
        url = reverse("members:applications", args=[found[0].group.slug])
        why = _("They are being read; nothing is decided yet.")
        return Matter("others", title % {"number": number}, why, url, 10, "decision", 31)

    return shortened([_application(one) for one in found], rest)


def _application(one: Application) -> Matter:
    asked = timezone.localdate(one.confirmed_at or one.created_at)
    due = one.due_on or asked
    names = {"hub": one.hub_name, "asked": day_in_words(asked), "due": day_in_words(due)}
    return Matter(
        key=str(one.pk),
        title=_("Application of %(hub)s") % names,
        why=_("%(hub)s asked to join on %(asked)s. The answer is due by %(due)s.") % names,
        url=reverse("members:application", args=[one.group.slug, one.pk]),
        minutes=10,
        kind="decision",
        rank=30,
        due=due,
    )


def new_members(occasion: Occasion) -> Sequence[Matter]:
    """Who has joined since the meeting before, to be welcomed."""
    after = occasion.since or occasion.on - NEW
    joined = _memberships(occasion).filter(since__gt=after, since__lte=occasion.on)
    found = list(joined.exclude(until__lt=occasion.on).order_by("since", "hub__name"))

    def rest(number: int) -> Matter:
        title = ngettext("Welcome %(number)s more member", "Welcome %(number)s more members", number)
        url = reverse("members:group-people", args=[found[0].group.slug])
        why = _("They have joined since the last meeting.")
        return Matter("others", title % {"number": number}, why, url, 5, "information", 61)

    return shortened([_new_member(one) for one in found], rest)


def _new_member(one: GroupMembership) -> Matter:
    names = {"hub": one.hub.name, "day": day_in_words(one.since)}
    return Matter(
        key=str(one.pk),
        title=_("Welcome: %(hub)s") % names,
        why=_("%(hub)s has been a member since %(day)s.") % names,
        url=reverse("portal:hub", args=[one.hub.slug]),
        minutes=3,
        kind="information",
        rank=60,
    )


def mandate(occasion: Occasion) -> Iterator[Matter]:
    ending = Mandate.objects.filter(group=occasion.group_id, valid_until__lte=occasion.horizon)
    for one in ending.select_related("group"):
        yield Matter(
            key=f"{one.pk}:{one.valid_until}",
            title=_("The mandate of the group"),
            why=_("Its last day is %(day)s.") % {"day": day_in_words(one.valid_until)},
            url=reverse("members:edit-mandate", args=[one.group.slug]),
            minutes=15,
            kind="decision",
            rank=35,
            due=one.valid_until,
        )


def milestones(occasion: Occasion) -> Sequence[Matter]:
    """What the work plan says for the time until the meeting after, and what is late."""
    planned = Milestone.objects.filter(
        group=occasion.group_id, state=MilestoneState.PLANNED, due_on__lte=occasion.horizon
    )
    found = list(planned.select_related("group"))

    def rest(number: int) -> Matter:
        title = ngettext("%(number)s other milestone", "%(number)s other milestones", number)
        url = reverse("members:group-settings", args=[found[0].group.slug])
        why = _("They are late or due before the next meeting.")
        return Matter("others", title % {"number": number}, why, url, 10, "discussion", 46)

    return shortened([_milestone(one) for one in found], rest)


def _milestone(one: Milestone) -> Matter:
    late = one.is_late()
    why = _("It was due on %(day)s and is not marked as done.") if late else _("It is due on %(day)s.")
    return Matter(
        key=str(one.pk),
        title=_("Milestone: %(title)s") % {"title": best_text(one.title)},
        why=why % {"day": day_in_words(one.due_on)},
        url=reverse("members:edit-milestone", args=[one.group.slug, one.pk]),
        minutes=10,
        rank=35 if late else 45,
        due=one.due_on,
    )


def terms(occasion: Occasion) -> Iterator[Matter]:
    ending = GroupRole.objects.current().filter(group=occasion.group_id, until__lte=occasion.horizon)
    for role in ending.select_related("person", "group").order_by("until", "id"):
        names = {"name": role.person.name, "role": role.get_role_display(), "day": day_in_words(role.until)}
        yield Matter(
            key=f"{role.pk}:{role.until}",
            title=_("The term of %(name)s as %(role)s ends") % names,
            why=_("Its last day is %(day)s.") % names,
            url=reverse("members:group-roles", args=[role.group.slug]),
            rank=40,
            due=role.until,
        )


def elections(occasion: Occasion) -> Iterator[Matter]:
    running = elections_queries.elections().filter(
        group=occasion.group_id, counted_at=None, cancelled_at=None
    )
    for election in running:
        yield Matter(
            key=str(election.pk),
            title=_("Election: %(role)s") % {"role": election.get_role_display()},
            why=_stage(election),
            url=reverse("members:election", args=[election.group.slug, election.pk]),
            kind="information",
            rank=42,
            due=timezone.localdate(election.voting_closes),
        )


def _stage(election: Election) -> str:
    names = {
        "nominate": day_in_words(timezone.localdate(election.nominations_close)),
        "vote": day_in_words(timezone.localdate(election.voting_closes)),
    }
    if elections_queries.phase_of(election) == Phase.NOMINATING:
        return _("Hubs can nominate until %(nominate)s and vote until %(vote)s.") % names
    return _("Hubs can vote until %(vote)s.") % names


def handovers(occasion: Occasion) -> Iterator[Matter]:
    running = Handover.objects.filter(
        group=occasion.group_id, done_at=None, cancelled_at=None, on_date__lte=occasion.horizon
    )
    for one in running.select_related("role__person", "successor", "group").order_by("on_date", "id"):
        names = {
            "role": one.role.get_role_display(),
            "leaver": one.role.person.name,
            "successor": one.successor.name,
            "day": day_in_words(one.on_date),
        }
        yield Matter(
            key=str(one.pk),
            title=_("Handover: %(role)s") % names,
            why=_("%(leaver)s hands over to %(successor)s on %(day)s.") % names,
            url=reverse("members:handovers", args=[one.group.slug]),
            kind="information",
            rank=44,
            due=one.on_date,
        )


def ending_memberships(occasion: Occasion) -> Iterator[Matter]:
    ending = _memberships(occasion).filter(until__gte=timezone.localdate(), until__lte=occasion.horizon)
    for one in ending.order_by("until", "hub__name"):
        names = {"hub": one.hub.name, "day": day_in_words(one.until)}
        yield Matter(
            key=f"{one.pk}:{one.until}",
            title=_("The membership of %(hub)s ends") % names,
            why=_("Its last day is %(day)s.") % names,
            url=reverse("members:group-people", args=[one.group.slug]),
            rank=46,
            due=one.until,
        )


def neglected_hubs(occasion: Occasion) -> Iterator[Matter]:
    """One matter for each kind of neglect, however many hubs it is."""
    for count in upkeep.counts(occasion.viewer):
        for neglect, number, title, why in _neglect(count):
            yield Matter(
                key=f"{neglect.value}:{number}",
                title=title % {"number": number},
                why=why,
                url=reverse("members:neglected-hubs", args=[count["group__slug"], neglect.value]),
                rank=70,
            )


def _neglect(count: dict[str, Any]) -> Iterator[tuple[Neglect, int, str, str]]:
    if number := count["no_editor"]:
        title = ngettext(
            "%(number)s hub has nobody who edits it", "%(number)s hubs have nobody who edits them", number
        )
        yield Neglect.NO_EDITOR, number, title, _("Without an editor a profile grows old.")
    if number := count["stale"]:
        title = ngettext(
            "%(number)s profile was not confirmed for a year",
            "%(number)s profiles were not confirmed for a year",
            number,
        )
        yield Neglect.STALE, number, title, _("Others decide by these profiles whom they ask for help.")


def _memberships(occasion: Occasion) -> QuerySet[GroupMembership]:
    seen = Hub.objects.visible_to(occasion.viewer)
    ours = GroupMembership.objects.filter(group=occasion.group_id, hub__in=seen)
    return ours.select_related("hub", "group")
