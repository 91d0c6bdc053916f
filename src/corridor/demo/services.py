"""What the demo's hubs offer: 180 services for everybody, and some in every other state."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.db import models
from django.utils import timezone

from corridor.catalogue.actions import announce
from corridor.catalogue.contents import OF_TEST_BED, PLAIN, TEXTS, contents_of
from corridor.catalogue.enums import ServiceState, Verdict
from corridor.catalogue.models import CoProvider, Review, Service, ServiceVersion, TestBed, TestBedSlot
from corridor.catalogue.queries import in_full
from corridor.members.enums import SeatRole
from corridor.members.models import Hub, Seat, WorkingGroup
from corridor.members.queries import memberships_today
from corridor.people.models import Person
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Country, Region, Term

from .network import FOLDER, HUB_FILES

Due = Callable[[str], bool]
FILES: Final = (*HUB_FILES, "more")
STATES: Final = {"shared": ServiceState.SHARED, "withdrawn": ServiceState.WITHDRAWN}  # all others are drafts
LISTS: Final = {
    "technologies": ListName.TECHNOLOGIES,
    "sectors": ListName.SECTORS,
    "tags": ListName.SERVICE_TAGS,
}
FRIDAY: Final = 4
SLOTS: Final = 6  # for each test bed, every third working day from next week on


@dataclass(frozen=True)
class ServicePlan:
    """A service as its file tells it; ``raw`` holds the file's own names."""

    hub: str
    raw: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"service:{self.hub}/{self.raw['slug']}"

    @property
    def state(self) -> str:
        """One of shared, draft, submitted, returned, withdrawn."""
        return str(self.raw.get("state", "shared"))


def read_services() -> tuple[ServicePlan, ...]:
    read = (tomllib.loads((FOLDER / "services" / f"{name}.toml").read_text("utf-8")) for name in FILES)
    return tuple(ServicePlan(hub, raw) for file in read for hub, all_of in file.items() for raw in all_of)


def fill_in_services(group: WorkingGroup | None, is_due: Due) -> int:
    """Make those that were never made and whose hub is there; returns how many."""
    hubs = {hub.slug: hub for hub in Hub.objects.select_related("country")}
    plans = [plan for plan in read_services() if is_due(plan.key) and plan.hub in hubs]
    if plans:
        _Making(group, hubs, plans).make()
    return len(plans)


class _Making:
    """One call's work, in as few statements as there are tables."""

    def __init__(self, group: WorkingGroup | None, hubs: dict[str, Hub], plans: list[ServicePlan]) -> None:
        self.group, self.hubs = group, hubs
        taken = set(Service.objects.values_list("hub__slug", "slug"))
        self.plans = [plan for plan in plans if (plan.hub, plan.raw["slug"]) not in taken]
        self.today = timezone.localdate()

    @cached_property
    def terms(self) -> dict[tuple[str, str], Term]:
        terms = Term.objects.filter(list__in_force=True).select_related("list")
        return {(term.list.name, term.code): term for term in terms}

    @cached_property
    def members(self) -> set[int]:
        return set(memberships_today().filter(group=self.group).values_list("hub_id", flat=True))

    @cached_property
    def writers(self) -> dict[int, Person]:
        seats = Seat.objects.filter(role=SeatRole.EDITOR, person__is_fictional=True).select_related("person")
        return {seat.hub_id: seat.person for seat in seats}

    def make(self) -> None:
        services = Service.objects.bulk_create(self._service(plan) for plan in self.plans)
        both = list(zip(self.plans, services, strict=True))
        for rows in (self._topics(both), self._places(both), self._others(both), self._beds(both)):
            _save(rows)
        beds = TestBed.objects.filter(service__in=services).select_related("service")
        _save(slot for bed in beds for slot in self._slots(bed))
        self._make_histories(services)
        announce([service.pk for service in services])

    def _service(self, plan: ServicePlan) -> Service:
        raw, hub = plan.raw, self.hubs[plan.hub]
        copied = {name: raw[name] for name in (*TEXTS, *PLAIN) if name in raw}
        trl = raw.get("trl") or (None, None)
        copied |= {"trl_from": trl[0], "trl_to": trl[1]}
        return Service(
            **copied,
            hub=hub,
            group=self.group if hub.pk in self.members else None,
            slug=raw["slug"],
            category=self.terms[ListName.SERVICE_CATEGORIES, raw["category"]],
            list_price=raw.get("list_price"),
            price=raw.get("price"),
            next_free=self._in_days(raw.get("free_in_days")),
            contact_role=raw["contact"],
            contact_mail=f"services@{plan.hub}.example.org",
            is_joint="with" in raw,
            **self._dates(plan, hub),
        )

    def _in_days(self, days: int | None) -> date | None:
        return None if days is None else self.today + timedelta(days=days)

    def _dates(self, plan: ServicePlan, hub: Hub) -> dict[str, Any]:
        """When it was written, shared, confirmed or withdrawn."""
        confirmed = self._ago(plan.raw["age_days"])
        if plan.state not in STATES:
            submitted = plan.raw.get("submitted_days_ago")
            by = self.writers.get(hub.pk) if submitted else None
            at = self._ago(submitted) if submitted else None
            return {"changed_at": confirmed, "submitted_at": at, "submitted_by": by}
        dates: dict[str, Any] = {"shared_at": confirmed, "confirmed_at": confirmed, "changed_at": confirmed}
        dates |= {"state": STATES[plan.state], "good_until": Service.good_from(confirmed.date())}
        if plan.state == "withdrawn":
            dates |= {"withdrawn_at": self._ago(20), "withdrawn_why": plan.raw["withdrawn_why"]}
        return dates

    def _ago(self, days: int) -> datetime:
        return timezone.now() - timedelta(days=days)

    def _topics(self, both: Iterable[tuple[ServicePlan, Service]]) -> Iterator[models.Model]:
        concepts = dict(Concept.objects.values_list("slug", "pk"))
        for plan, service in both:
            for name, listed in LISTS.items():
                through: Any = getattr(Service, name).through
                for code in plan.raw.get(name, ()):
                    yield through(service=service, term=self.terms[listed, code])
            of_topics: Any = Service.concepts.through
            for slug in plan.raw.get("concepts", ()):
                yield of_topics(service=service, concept_id=concepts[slug])

    def _places(self, both: Iterable[tuple[ServicePlan, Service]]) -> Iterator[models.Model]:
        countries = set(Country.objects.values_list("pk", flat=True))
        regions = set(Region.objects.values_list("pk", flat=True))
        in_country: Any = Service.countries.through
        in_region: Any = Service.regions.through
        for plan, service in both:
            for code in plan.raw.get("places", ()):
                if code in countries:
                    yield in_country(service=service, country_id=code)
                elif code in regions:
                    yield in_region(service=service, region_id=code)

    def _others(self, both: Iterable[tuple[ServicePlan, Service]]) -> Iterator[CoProvider]:
        for plan, service in both:
            agreed = True if plan.state in STATES else None
            for slug in plan.raw.get("with", ()):
                yield CoProvider(
                    service=service,
                    hub=self.hubs[slug],
                    agreed=agreed,
                    agreed_version=1 if agreed else None,
                    answered_at=service.confirmed_at,
                )

    def _beds(self, both: Iterable[tuple[ServicePlan, Service]]) -> Iterator[TestBed]:
        renamed = {"remote_access": "remote", "sim_supplied": "sim", "licence_supplied": "licence"}
        for plan, service in both:
            if facts := plan.raw.get("test_bed"):
                columns = {name: facts.get(renamed.get(name, name)) for name in OF_TEST_BED}
                yield TestBed(service=service, **{k: v for k, v in columns.items() if v is not None})

    def _slots(self, bed: TestBed) -> Iterator[TestBedSlot]:
        """In the mornings of working days."""
        hours = bed.slot_hours or 8
        for number in range(SLOTS):
            day = _working_day(self.today + timedelta(days=8 + 3 * number + bed.service_id % 3))
            begins = datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_default_timezone())
            yield TestBedSlot(test_bed=bed, starts_at=begins, ends_at=begins + timedelta(hours=hours))

    def _make_histories(self, services: list[Service]) -> None:
        """The first version of each, and what became of those that were reviewed."""
        whole = in_full(Service.objects.all()).in_bulk([service.pk for service in services])
        both = [(plan, whole[service.pk]) for plan, service in zip(self.plans, services, strict=True)]
        _save(self._version(plan, service) for plan, service in both)
        _save(
            Review(
                service=service,
                version=1,
                submitted_by=self.writers.get(service.hub_id),
                checks=["understood", "category"],
                verdict=Verdict.RETURNED,
                comment=plan.raw["comment"],
            )
            for plan, service in both
            if plan.state == "returned"
        )

    def _version(self, plan: ServicePlan, service: Service) -> ServiceVersion:
        return ServiceVersion(
            service=service,
            number=1,
            at=service.changed_at,
            by=self.writers.get(service.hub_id),
            values=contents_of(service),
            is_shared=plan.state in STATES,
        )


def _working_day(day: date) -> date:
    """The day, or the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > FRIDAY else day


def _save(rows: Iterable[models.Model]) -> None:
    """Rows of any tables, each table's in one statement."""
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for table, made in by_table.items():
        table._default_manager.bulk_create(made)  # noqa: SLF001 - the generic name of ``objects``
