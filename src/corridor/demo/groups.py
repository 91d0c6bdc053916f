"""The demo's groups at work: mandates, criteria, work plans, terms, a rotation, a handover, an election.

Each part is made once, by its key, and only over what nobody has written meanwhile."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from corridor.members.enums import MODERATORS
from corridor.members.groups.elections.models import Candidate, Election
from corridor.members.groups.handovers.models import Handover, HandoverItem, HandoverLink
from corridor.members.groups.models import Criterion, Mandate, Milestone, MilestoneState
from corridor.members.groups.rotations.dates import months_after
from corridor.members.groups.rotations.models import Rotation, RotationTurn
from corridor.members.models import GroupMembership, GroupRole, Hub, WorkingGroup
from corridor.people.models import Person
from corridor.vocab.models import Term

from .network import FOLDER

Due = Callable[[str], bool]
GROUPS = ("smart-connectivity", "ai-for-industry")


def fill_in_groups(is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    return _Groups(is_due).fill_in()


def _without(
    model: Any, plans: Mapping[WorkingGroup, Mapping[str, Any]]
) -> list[tuple[WorkingGroup, Mapping[str, Any]]]:
    """Plans of the groups of which there is no such row."""
    taken = set(model.objects.filter(group__in=plans).order_by().values_list("group", flat=True).distinct())
    return [(group, plan) for group, plan in plans.items() if group.pk not in taken]


class _Groups:
    def __init__(self, is_due: Due) -> None:
        self.plan = tomllib.loads((FOLDER / "groups.toml").read_text(encoding="utf-8"))
        self.is_due = is_due
        self.today = timezone.localdate()
        self.made = 0

    def fill_in(self) -> int:
        parts = ("roles", "handover", "rotation", "election")
        texts = {slug: self.is_due(f"group-texts:{slug}") for slug in GROUPS}
        due = {part: self.is_due(f"group-{part}") for part in parts}
        if not any((*texts.values(), *due.values())):
            return 0
        self.make_second_group()
        self.groups = {group.slug: group for group in WorkingGroup.objects.filter(slug__in=GROUPS)}
        self.people = {person.email: person for person in Person.objects.filter(is_fictional=True)}
        self.make_texts({self.groups[slug]: self.plan[slug] for slug in self.groups if texts[slug]})
        for part, wanted in due.items():
            if wanted:
                getattr(self, f"make_{part}")()
        return self.made

    @cached_property
    def hubs(self) -> dict[str, Hub]:
        return {hub.slug: hub for hub in Hub.objects.only("slug", "name")}

    def save(self, rows: Iterable[Any]) -> None:
        made = list(rows)
        if made:
            type(made[0])._default_manager.bulk_create(made, ignore_conflicts=True)  # noqa: SLF001
            self.made += len(made)

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def day_or_none(self, days: int | None) -> date | None:
        return None if days is None else self.day(days)

    def make_second_group(self) -> None:
        slug = GROUPS[1]
        if not self.is_due(f"group:{slug}") or WorkingGroup.objects.filter(slug=slug).exists():
            return
        plan = self.plan[slug]
        group = WorkingGroup.objects.create(
            slug=slug, name=plan["name"], mission=plan["mission"], started_on=self.day(plan["started_days"])
        )
        terms = Term.objects.filter(list__in_force=True, list__name="technologies")
        group.technologies.set(terms.filter(code__in=plan["technologies"]))
        since = self.day(plan["started_days"])
        hubs = [self.hubs[one] for one in plan["hubs"] if one in self.hubs]
        self.save(GroupMembership(group=group, hub=hub, since=since) for hub in hubs)
        self.made += 1

    def make_texts(self, plans: Mapping[WorkingGroup, Mapping[str, Any]]) -> None:
        """Mandate, criteria and work plan, of groups that have none."""
        self.save(self.mandate(group, plan) for group, plan in _without(Mandate, plans))
        self.save(
            Criterion(group=group, position=number, **one)
            for group, plan in _without(Criterion, plans)
            for number, one in enumerate(plan["criteria"])
        )
        self.save(
            self.milestone(group, one)
            for group, plan in _without(Milestone, plans)
            for one in plan["milestones"]
        )

    def mandate(self, group: WorkingGroup, plan: Mapping[str, Any]) -> Mandate:
        days = {f"valid_{end}": self.day(plan[f"valid_{end}_days"]) for end in ("from", "until")}
        return Mandate(group=group, text=plan["mandate"], contact=plan["contact"], **days)

    def milestone(self, group: WorkingGroup, plan: Mapping[str, Any]) -> Milestone:
        state = MilestoneState.DONE if "done" in plan else plan.get("state", MilestoneState.PLANNED)
        return Milestone(
            group=group,
            due_on=self.day(plan["due"]),
            title=plan["title"],
            note=plan.get("note", {}),
            state=state,
            done_on=self.day_or_none(plan.get("done")),
            evidence=plan.get("evidence", ""),
        )

    def make_roles(self) -> None:
        there = (one for one in self.plan["roles"] if self.knows(one))
        self.save(
            GroupRole(
                person=self.people[one["person"]],
                group=self.groups[one["group"]],
                role=one["role"],
                basis=one["basis"],
                since=self.day(one["since"]),
                until=self.day_or_none(one.get("until")),
            )
            for one in there
        )

    def knows(self, plan: Mapping[str, Any]) -> bool:
        return plan["person"] in self.people and plan["group"] in self.groups

    def make_handover(self) -> None:
        """The moderator's term ends in some weeks, and a successor is being introduced."""
        plan = self.plan["handover"]
        group, successor = self.groups.get(plan["group"]), self.people.get(plan["to"])
        held = GroupRole.objects.current().filter(group=group, role__in=MODERATORS, until=None)
        role = held.filter(person__email=plan["from"]).select_related("person").first()
        if group is None or successor is None or role is None:
            return
        role.until = self.day(plan["ends_in"])
        role.save(update_fields=["until"])
        handover = Handover.objects.create(
            role=role,
            group=group,
            successor=successor,
            on_date=self.day(plan["on_in"]),
            started_by=role.person,
            notes=plan["notes"].strip(),
        )
        self.save(self.item(handover, number, one) for number, one in enumerate(plan["items"]))
        self.save(HandoverLink(handover=handover, **one) for one in plan["links"])
        self.made += 1

    def item(self, handover: Handover, number: int, plan: Mapping[str, Any]) -> HandoverItem:
        return HandoverItem(
            handover=handover,
            key=f"demo:{number}",
            title=plan["title"],
            due_on=self.day_or_none(plan.get("due")),
            taken_by=self.people.get(plan.get("taken_by", "")),
            note=plan.get("note", ""),
            done_at=timezone.now() if plan.get("is_done") else None,
        )

    def make_rotation(self) -> None:
        plan = self.plan["rotation"]
        group = self.groups.get(plan["group"])
        if group is None:
            return
        starts_on = months_after(self.today.replace(day=1), -plan["started_months_ago"])
        rotation = Rotation.objects.create(
            group=group, role=plan["role"], months=plan["months"], starts_on=starts_on
        )
        there = [self.hubs[slug] for slug in plan["hubs"] if slug in self.hubs]
        self.save(RotationTurn(rotation=rotation, position=n, hub=hub) for n, hub in enumerate(there))
        self.made += 1

    def make_election(self) -> None:
        plan = self.plan["election"]
        group = self.groups.get(plan["group"])
        if group is None:
            return
        now = timezone.now()
        election = Election.objects.create(
            group=group,
            role=plan["role"],
            nominations_close=now + timedelta(days=plan["nominations_in"]),
            voting_closes=now + timedelta(days=plan["voting_in"]),
            term_since=self.day(plan["term_in"]),
        )
        self.save(
            Candidate(
                election=election,
                person=self.people[one["person"]],
                hub=self.hubs[one["hub"]],
                accepted_at=now if one.get("accepted") else None,
            )
            for one in plan["candidates"]
            if one["person"] in self.people and one["hub"] in self.hubs
        )
        self.made += 1
