"""The demo's groups at work: mandates, criteria, work plans, terms, a rotation, a handover, an election.

Each part is made once, by its key, and only over what nobody has written meanwhile."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
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
        for slug, wanted in texts.items():
            if wanted and slug in self.groups:
                self.make_texts(self.groups[slug], self.plan[slug])
        for part, wanted in due.items():
            if wanted:
                getattr(self, f"make_{part}")()
        return self.made

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
        hubs = Hub.objects.filter(slug__in=plan["hubs"])
        since = self.day(plan["started_days"])
        self.save(GroupMembership(group=group, hub=hub, since=since) for hub in hubs)
        self.made += 1

    def make_texts(self, group: WorkingGroup, plan: Mapping[str, Any]) -> None:
        if not Mandate.objects.filter(group=group).exists():
            days = {f"valid_{end}": self.day(plan[f"valid_{end}_days"]) for end in ("from", "until")}
            Mandate.objects.create(group=group, text=plan["mandate"], contact=plan["contact"], **days)
        if not Criterion.objects.filter(group=group).exists():
            rows = enumerate(plan["criteria"])
            self.save(Criterion(group=group, position=number, **one) for number, one in rows)
        if not Milestone.objects.filter(group=group).exists():
            self.save(self.milestone(group, one) for one in plan["milestones"])

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
        role = held.filter(person__email=plan["from"]).first()
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
        hubs = Hub.objects.in_bulk(plan["hubs"], field_name="slug")
        there = [hubs[slug] for slug in plan["hubs"] if slug in hubs]
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
        hubs = Hub.objects.in_bulk([one["hub"] for one in plan["candidates"]], field_name="slug")
        self.save(
            Candidate(
                election=election,
                person=self.people[one["person"]],
                hub=hubs[one["hub"]],
                accepted_at=now if one.get("accepted") else None,
            )
            for one in plan["candidates"]
            if one["person"] in self.people and one["hub"] in hubs
        )
        self.made += 1
