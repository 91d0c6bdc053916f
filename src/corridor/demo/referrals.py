"""Needs of the demo's clients, and referrals in every state between its hubs.

Written as rows, so that nobody is told of them; only one client gets the letter with their private link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from django.db import models
from django.utils import timezone

from corridor.catalogue.models import Service, TestBedSlot
from corridor.kernel.keys import new_key
from corridor.members.enums import SeatRole, Source
from corridor.members.models import Hub, Seat, WorkingGroup
from corridor.people.models import Person
from corridor.referrals.enums import (
    ANSWER_DAYS,
    MODERATE_DAYS,
    STARTED,
    NeedState,
    ReferralState,
)
from corridor.referrals.models import Client, Need, Referral, ReferralMessage, ServiceRecord
from corridor.referrals.posting.letters import tell_client_posted
from corridor.referrals.posting.of_client import words_of_consent
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Term

from .needs import NeedPlan, day_ago, due_of, read_needs

Due = Callable[[str], bool]
Raw = Mapping[str, Any]
MODERATOR: Final = "moderator@network.example.org"
LISTS: Final = {"technologies": ListName.TECHNOLOGIES, "sectors": ListName.SECTORS}
COPIED: Final = (
    *("customer", "language", "title", "text", "constraints", "delivery", "languages"),
    *("budget", "trl", "hard", "audience", "ended_why"),
)
TOLD: Final = ("organisation", "name", "email", "phone", "website", "vat", "staff", "consented")
STEPS: Final = ("answered", "agreed", "delivered", "done", "withdrawn", "escalated")
FIGURES: Final = (
    *("price", "invoiced", "aid", "aid_note", "attendees", "capacities", "description"),
    *("outcome", "investment", "investment_kind", "rating", "comment"),
)


def fill_in_referrals(group: WorkingGroup, is_due: Due) -> int:
    """Make the needs that were never made and whose hubs are the demo's own; returns how many."""
    due = [plan for plan in read_needs() if is_due(plan.key)]
    hubs = {hub.slug: hub for hub in Hub.objects.filter(source=Source.DEMO)} if due else {}
    plans = [plan for plan in due if plan.hubs <= hubs.keys()]
    if plans:
        _Making(group, hubs, plans).make()
    return len(plans)


class _Making:
    """One call's work, in as few statements as there are tables."""

    def __init__(self, group: WorkingGroup, hubs: dict[str, Hub], plans: list[NeedPlan]) -> None:
        self.group, self.hubs, self.plans = group, hubs, plans

    @cached_property
    def terms(self) -> dict[tuple[str, str], Term]:
        terms = Term.objects.filter(list__in_force=True).select_related("list")
        return {(term.list.name, term.code): term for term in terms}

    @cached_property
    def writers(self) -> dict[int, Person]:
        seats = Seat.objects.filter(role=SeatRole.EDITOR, person__is_fictional=True).select_related("person")
        return {seat.hub_id: seat.person for seat in seats}

    @cached_property
    def moderator(self) -> Person | None:
        return Person.objects.filter(email=MODERATOR, is_fictional=True).first()

    @cached_property
    def services(self) -> dict[tuple[str, str], int]:
        rows = Service.objects.values_list("hub__slug", "slug", "pk")
        return {(hub, slug): pk for hub, slug, pk in rows}

    @cached_property
    def free(self) -> dict[int, list[TestBedSlot]]:
        """Slots to come by service."""
        found: dict[int, list[TestBedSlot]] = defaultdict(list)
        coming = TestBedSlot.objects.filter(is_taken=False, starts_at__gt=timezone.now())
        for slot in coming.select_related("test_bed"):
            found[slot.test_bed.service_id].append(slot)
        return found

    def make(self) -> None:
        needs = Need.objects.bulk_create(self._need(plan) for plan in self.plans)
        both = list(zip(self.plans, needs, strict=True))
        Client.objects.bulk_create(self._client(plan, need) for plan, need in both)
        for through, field in ((Need.technologies, "technologies"), (Need.sectors, "sectors")):
            self._tag(both, through.through, field)
        concepts = dict(Concept.objects.values_list("slug", "pk"))
        _save(
            Need.concepts.through(need=need, concept_id=concepts[slug])
            for plan, need in both
            for slug in plan.raw.get("concepts", ())
        )
        self._refer(both)
        for plan, need in both:
            if "letter" in plan.raw:
                tell_client_posted(need)  # read in the development mailbox, it opens the client's page

    def _tag(self, both: Iterable[tuple[NeedPlan, Need]], through: Any, field: str) -> None:
        _save(
            through(need=need, term=self.terms[LISTS[field], code])
            for plan, need in both
            for code in plan.raw.get(field, ())
        )

    def _need(self, plan: NeedPlan) -> Need:
        raw, hub = plan.raw, self.hubs.get(plan.raw.get("hub", ""))
        category = raw.get("category")
        return Need(
            **{name: raw[name] for name in COPIED if name in raw},
            group=self.group,
            hub=hub,
            state=plan.state,
            category=self.terms[ListName.SERVICE_CATEGORIES, category] if category else None,
            country_id=raw["country"],
            region_id=raw.get("region"),
            start_by=day_ago(-raw["start_in"]) if "start_in" in raw else None,
            posted_by=self._writer(hub) if "by_hub" in raw else None,
            key_digest=new_key().digest,  # nobody has this key
            is_fictional=True,
            **self._dates(plan),
        )

    def _dates(self, plan: NeedPlan) -> dict[str, Any]:
        raw = plan.raw
        created = plan.ago(raw["days_ago"])
        ended = plan.said(raw, "ended")
        opened = plan.ago(raw.get("opened", raw["days_ago"])) if self._was_open(plan) else None
        dates = {"created_at": created, "opened_at": opened, "ended_at": ended}
        dates["changed_at"] = ended or opened or created
        if plan.state != NeedState.UNCONFIRMED:
            dates["confirmed_at"] = created
        if "by_hub" in raw:
            return dates
        looked_at = opened or plan.state == NeedState.REFUSED
        due_on = day_ago(raw["days_ago"] - MODERATE_DAYS)
        return dates | {"due_on": due_on, "decided_by": self.moderator if looked_at else None}

    def _was_open(self, plan: NeedPlan) -> bool:
        return plan.state in STARTED or plan.state == NeedState.WITHDRAWN

    def _client(self, plan: NeedPlan, need: Need) -> Client:
        told = plan.raw["client"]
        agreed = told["consented"]
        return Client(
            **{name: told[name] for name in TOLD if name in told},
            need=need,
            consent=words_of_consent(agreed, need.language),
            consented_at=need.created_at,
            taken_by=need.posted_by,
        )

    def _refer(self, both: Iterable[tuple[NeedPlan, Need]]) -> None:
        plans = [(plan, need, raw) for plan, need in both for raw in plan.referrals]
        made = Referral.objects.bulk_create(self._referral(*one) for one in plans)
        held = [referral.slot for referral in made if referral.slot]
        TestBedSlot.objects.filter(pk__in=[slot.pk for slot in held]).update(is_taken=True)
        all_of = [(plan, raw, row) for (plan, _need, raw), row in zip(plans, made, strict=True)]
        _save(message for plan, raw, row in all_of for message in self._messages(plan, raw, row))
        records = [(plan, _record(plan, raw["record"], row)) for plan, raw, row in all_of if "record" in raw]
        _save(record for _plan, record in records)
        _save(
            ServiceRecord.technologies.through(
                servicerecord=record, term=self.terms[LISTS["technologies"], code]
            )
            for plan, record in records
            for code in plan.raw["technologies"]
        )

    def _referral(self, plan: NeedPlan, need: Need, raw: Raw) -> Referral:
        hub = self.hubs[raw["hub"]]
        service = self.services.get((raw["hub"], raw.get("service", "")))
        return Referral(
            need=need,
            hub=hub,
            service_id=service,
            slot=self._slot(service, raw),
            state=raw["state"],
            note=raw["note"],
            reason=raw.get("reason", ""),
            suggested=self.hubs.get(raw.get("suggested", "")),
            passed=plan.raw["client"]["consented"],
            sent_at=plan.ago(raw["sent"]),
            sent_by=self._writer(need.hub),
            due_on=due_of(raw),
            reminded_at=plan.ago(raw["sent"] - ANSWER_DAYS + 1) if _was_late(raw) else None,
            answered_by=self.writers.get(hub.pk) if "answered" in raw else None,
            **{f"{step}_at": plan.said(raw, step) for step in STEPS},
        )

    def _slot(self, service: int | None, raw: Raw) -> TestBedSlot | None:
        """The one of that number, or the last that is free."""
        free = self.free[service] if service and "slot" in raw else []
        return free.pop(min(raw["slot"], len(free) - 1)) if free else None

    def _messages(self, plan: NeedPlan, raw: Raw, referral: Referral) -> Iterator[ReferralMessage]:
        by = {"hub": self.writers.get(referral.hub_id), "home": referral.sent_by, "client": None}
        for said in raw.get("messages", ()):
            yield ReferralMessage(
                referral=referral,
                speaker=said["by"],
                by=by[said["by"]],
                text=said["text"],
                for_client=said.get("client", False),
                at=plan.ago(said["ago"]),
            )

    def _writer(self, hub: Hub | None) -> Person | None:
        """Who acts for the home hub; the moderator for a need that has none."""
        return self.writers.get(hub.pk) if hub else self.moderator


def _was_late(raw: Raw) -> bool:
    """A reminder went out on the day before the answer was due."""
    ended = raw.get("answered", raw.get("withdrawn", 0))
    return bool(raw["state"] != ReferralState.ASKED and raw["sent"] - ended >= ANSWER_DAYS)


def _record(plan: NeedPlan, raw: Raw, referral: Referral) -> ServiceRecord:
    return ServiceRecord(
        **{name: raw[name] for name in FIGURES if name in raw},
        referral=referral,
        agreed_on=timezone.localdate(referral.agreed_at),
        starts_on=day_ago(raw["starts"]),
        ends_on=day_ago(raw["ends"]),
        rated_at=referral.done_at if "rating" in raw else None,
    )


def _save(rows: Iterable[models.Model]) -> None:
    made = list(rows)
    if made:
        type(made[0])._default_manager.bulk_create(made)  # noqa: SLF001 - the generic name of ``objects``
