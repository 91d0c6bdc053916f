"""What waits for people in a group: terms that end soon, milestones that are late, elections, handovers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, OneTap, register_waiting
from corridor.members.enums import GroupRoleName
from corridor.members.models import GroupMembership, GroupRole, Seat

from .elections.models import Candidate, Election, Participation, TieRule
from .elections.queries import Phase, phase_of
from .handovers.models import Handover
from .models import Milestone, MilestoneState
from .roles.queries import SOON, ending_soon

# Whether there is anything to look for at all.
ANY_TERM = f"""exists (select from members_grouprole where until between %(today)s and %(today)s + {SOON.days}
    and ended_at is null and (person_id = %(person)s or group_id = any(%(moderates)s)))"""
ANY_MILESTONE = """exists (select from members_milestone where group_id = any(%(moderates)s)
    and state = 'planned' and due_on < %(today)s)"""
ANY_ELECTION = """exists (select from members_election where group_id = any(%(groups)s)
    and cancelled_at is null and (counted_at is null or given_id is null))"""
ANY_HANDOVER = """exists (select from members_handover h join members_grouprole r on r.id = h.role_id
    where h.done_at is null and h.cancelled_at is null
    and (r.person_id = %(person)s or h.successor_id = %(person)s))"""


def register() -> None:
    register_waiting("members.terms", terms, if_any=ANY_TERM)
    register_waiting("members.milestones", milestones, if_any=ANY_MILESTONE)
    register_waiting("members.elections", elections, if_any=ANY_ELECTION)
    register_waiting("members.handovers", handovers, if_any=ANY_HANDOVER)


def terms(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For moderators every term that ends soon, for its holder their own."""
    if viewer.person_id is None or not viewer.groups:
        return
    mine = Q(group__in=viewer.moderates) | Q(person=viewer.person_id)
    for role in ending_soon().filter(mine):
        leads = role.group_id in viewer.moderates
        page = "members:group-roles" if leads else "members:group-people"
        names = {"name": role.person.name, "role": role.get_role_display()}
        yield Item(
            kind="term",
            title=_("The term of %(name)s as %(role)s ends") % names,
            url=reverse(page, args=[role.group.slug]),
            for_whom=best_text(role.group.name),
            as_role=str(GroupRoleName.MODERATOR.label if leads else role.get_role_display()),
            why=_("Extend it, hold an election, or hand over."),
            due=role.until,
        )


def milestones(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For moderators: what the work plan promised and nobody has yet marked as done."""
    if not viewer.moderates:
        return
    late = Milestone.objects.filter(
        group__in=viewer.moderates, state=MilestoneState.PLANNED, due_on__lt=timezone.localdate()
    )
    for milestone in late.select_related("group"):
        yield Item(
            kind="milestone",
            title=best_text(milestone.title),
            url=reverse("members:edit-milestone", args=[milestone.group.slug, milestone.pk]),
            for_whom=best_text(milestone.group.name),
            as_role=str(GroupRoleName.MODERATOR.label),
            why=_("The work plan says that this is late."),
            due=milestone.due_on,
        )


def elections(person: Any, viewer: Viewer) -> Iterator[Item]:
    """A nomination to answer, a vote of one's hub to give, and for the support team equal votes to decide."""
    if not viewer.groups:
        return
    running = Election.objects.filter(group__in=viewer.groups, cancelled_at=None).select_related("group")
    open_ones = running.filter(counted_at=None).annotate(clock=Now())
    asked = Candidate.objects.filter(person=viewer.person_id, accepted_at=None, declined_at=None)
    nominated = set(asked.values_list("election_id", flat=True))
    mine = Seat.objects.current().filter(person=viewer.person_id).values("hub")
    voted = set(
        Participation.objects.filter(hub__in=mine, election__in=open_ones.values("pk")).values_list(
            "election_id", "hub_id"
        )
    )
    members = _voting_hubs(viewer)
    for election in open_ones:
        phase = phase_of(election)
        if phase == Phase.NOMINATING and election.pk in nominated:
            due = election.nominations_close
            yield _of_election(election, _("Do you stand for election?"), due, _yes_or_no(election))
        elif phase == Phase.VOTING:
            day = timezone.localdate(election.nominations_close)
            hubs = {
                hub
                for group, hub, since, until in members
                if group == election.group_id and since <= day and (until is None or until >= day)
            }
            if any((election.pk, hub) not in voted for hub in hubs):
                yield _of_election(election, _("Your hub has a vote"), election.voting_closes)
    for tied in _tied(viewer, running):
        yield _of_election(tied, _("Equal votes: the support team decides"), tied.counted_at)


def _voting_hubs(viewer: Viewer) -> list[tuple[int, int, Any, Any]]:
    """Memberships of the viewer's own hubs, with their days."""
    rows = GroupMembership.objects.filter(hub__in=viewer.hubs, group__in=viewer.groups)
    return list(rows.values_list("group_id", "hub_id", "since", "until"))


def _tied(viewer: Viewer, running: Any) -> Iterator[Election]:
    support = GroupRole.objects.current().filter(person=viewer.person_id, role=GroupRoleName.SUPPORT)
    counted = running.filter(counted_at__isnull=False, given=None, tie_rule=TieRule.SUPPORT)
    for election in counted.filter(group__in=support.values("group")):
        if election.result.get("tied"):
            yield election


def _yes_or_no(election: Election) -> tuple[OneTap, ...]:
    url = reverse("members:answer-nomination", args=[election.group.slug, election.pk])
    choices = ((_("I accept"), "yes"), (_("I decline"), "no"))
    return tuple(OneTap(label, url, (("answer", value),)) for label, value in choices)


def _of_election(election: Election, title: str, due: Any, answers: tuple[OneTap, ...] = ()) -> Item:
    return Item(
        kind="election",
        title=f"{title}: {election.get_role_display()}",
        url=reverse("members:election", args=[election.group.slug, election.pk]),
        for_whom=best_text(election.group.name),
        as_role=str(_("member of the group")),
        due=timezone.localdate(due),
        answers=answers,
    )


def handovers(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For the two between whom a role passes: what is open on their page."""
    if viewer.person_id is None:
        return
    mine = Q(role__person=viewer.person_id) | Q(successor=viewer.person_id)
    running = Handover.objects.filter(mine, done_at=None, cancelled_at=None)
    for handover in running.select_related("group", "role__person", "successor"):
        names = {"leaver": handover.role.person.name, "successor": handover.successor.name}
        yield Item(
            kind="handover",
            title=_("%(leaver)s hands over to %(successor)s") % names,
            url=reverse("members:handover", args=[handover.group.slug, handover.pk]),
            for_whom=best_text(handover.group.name),
            as_role=str(handover.role.get_role_display()),
            why=_("Say who takes what, and write down what is in no document."),
            due=handover.on_date,
        )
