"""Filling in the demo network: whole or not at all, and never over what somebody has made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction

from corridor.kernel.audience import Audience
from corridor.kernel.journal import JournalEntry
from corridor.meetings.models import Meeting
from corridor.members.enums import PartnerRole, Source
from corridor.members.models import (
    GroupMembership,
    GroupRole,
    Hub,
    HubPartner,
    HubTag,
    Organisation,
    Seat,
    WorkingGroup,
)
from corridor.members.signals import hubs_changed
from corridor.people.models import Person
from corridor.vocab.actions import load_reference_data
from corridor.vocab.models import Concept, Term

from .admission import fill_in_admission
from .contacts import fill_in_contacts
from .events import fill_in_events
from .groups import fill_in_groups
from .letters import fill_in_letters
from .meetings import fill_in_meetings
from .meetings_stage import Stage
from .network import HubPlan, Network, PartnerPlan, PersonPlan, read_network
from .referrals import fill_in_referrals
from .services import fill_in_services
from .sign_ins import SignIn, kept_password, working_sign_ins

VERB = "fill-in-demo"
LOCK = 2024_04_25  # any number that nothing else locks


@dataclass(frozen=True)
class DemoResult:
    """Who can sign in and with what, and how many records of each kind this call has made."""

    sign_ins: tuple[SignIn, ...]
    password: str
    created: dict[str, int]


def fill_in_demo() -> DemoResult:
    """Make what of the demo has never been made here; what was edited or deleted since stays so."""
    password, is_new = kept_password(settings.DATA_FOLDER / "demo-password")
    network = read_network()
    with transaction.atomic():
        _wait_for_another_call()
        load_reference_data()
        if is_new:
            _renew_passwords(network, password)
        created = _Filling(network, password).fill_in()
    return DemoResult(working_sign_ins(network, password), password, created)


def _wait_for_another_call() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _renew_passwords(network: Network, password: str) -> None:
    """For a database that outlived its data folder: the new password opens the old sign-ins."""
    people = Person.objects.filter(is_fictional=True, email__in=network.sign_ins.values())
    people.update(password=make_password(password))


class _Filling:
    """One call's work. ``keys`` are the names under which the journal remembers what was made."""

    def __init__(self, network: Network, password: str) -> None:
        self.network = network
        self.plain_password = password
        self.made_before = {
            key
            for after in JournalEntry.objects.filter(verb=VERB).values_list("after", flat=True)
            for key in after["keys"]
        }
        self.keys: list[str] = []
        self.created: dict[str, int] = {}

    @cached_property
    def password(self) -> str:
        """One hash for all sign-ins, made only if there is somebody to give it to: it is slow on purpose."""
        return make_password(self.plain_password)

    @cached_property
    def terms(self) -> dict[tuple[str, str], int]:
        """Ids of the terms in force by list and official string."""
        rows = Term.objects.filter(list__in_force=True).values_list("list__name", "code", "pk")
        return {(name, code): pk for name, code, pk in rows}

    def fill_in(self) -> dict[str, int]:
        plans = self.plans_to_make()
        hubs = self.make_hubs(plans)
        self.make_profiles(plans, hubs)
        self.make_partners(plans, hubs)
        people = self.make_people(plans)
        self.make_seats(plans, hubs, people)
        group = self.make_group()
        if group is not None:
            self.make_meetings(group)
            self.make_memberships(group, plans, hubs)
            self.make_roles(group, people)
            self.make_groups_work()
            self.make_meetings_work(group)
            self.make_admission(group)
        self.make_contacts()
        self.make_letters()
        if hubs:
            hubs_changed.send(sender=Hub, ids=[hub.pk for hub in hubs.values()])
        self.make_services(group)  # after that news, on which search would read them once more
        self.make_referrals(group)
        self.make_events(group)
        self.write_journal()
        return self.created

    def is_due(self, key: str) -> bool:
        """Whether the record of this key was never made; from now on it counts as made."""
        if key in self.made_before:
            return False
        self.keys.append(key)
        return True

    def save(self, name: str, rows: Iterable[models.Model]) -> None:
        made = list(rows)
        if made:
            type(made[0])._default_manager.bulk_create(made)  # noqa: SLF001 - the generic name of ``objects``
            self.created[name] = self.created.get(name, 0) + len(made)

    def plans_to_make(self) -> list[HubPlan]:
        taken = set(Hub.objects.values_list("slug", flat=True))
        return [hub for hub in self.network.hubs if self.is_due(f"hub:{hub.slug}") and hub.slug not in taken]

    def make_hubs(self, plans: list[HubPlan]) -> dict[str, Hub]:
        hubs = {
            plan.slug: Hub(
                **plan.fields,
                slug=plan.slug,
                country_id=plan.country,
                region_id=plan.region,
                audience=Audience.PUBLIC,
                source=Source.DEMO,
            )
            for plan in plans
        }
        self.save("hubs", hubs.values())
        return hubs

    def make_profiles(self, plans: list[HubPlan], hubs: dict[str, Hub]) -> None:
        """Regions, concepts and tags of the hubs."""
        terms = self.terms
        concepts = dict(Concept.objects.values_list("slug", "pk"))
        regions, topics = Hub.regions_served.through, Hub.concepts.through
        both = [(plan, hubs[plan.slug]) for plan in plans]
        self.save(
            "regions served",
            (regions(hub=hub, region_id=code) for plan, hub in both for code in plan.regions_served),
        )
        self.save(
            "topics",
            (topics(hub=hub, concept_id=concepts[slug]) for plan, hub in both for slug in plan.concepts),
        )
        self.save("tags", (tag for plan, hub in both for tag in _tags(plan, hub, terms)))

    def make_partners(self, plans: list[HubPlan], hubs: dict[str, Hub]) -> None:
        planned = {partner.pic: partner for plan in plans for partner in plan.partners}
        known = {row.pic: row for row in Organisation.objects.filter(pic__in=planned)}
        new = {pic: _organisation(partner) for pic, partner in planned.items() if pic not in known}
        self.save("organisations", new.values())
        by_pic = known | new
        self.save(
            "partners",
            (
                HubPartner(
                    hub=hubs[plan.slug],
                    organisation=by_pic[partner.pic],
                    role=PartnerRole.PARTNER if number else PartnerRole.COORDINATOR,
                )
                for plan in plans
                for number, partner in enumerate(plan.partners)
            ),
        )

    def make_people(self, plans: list[HubPlan]) -> dict[str, Person]:
        """The people made now, by e-mail; only those who are offered as sign-ins get a password."""
        wanted = [
            *(person for plan in plans for person, _ in plan.seats),
            *(person for person, _ in self.network.roles),
            *self.network.operators,
        ]
        taken = set(Person.objects.values_list("email", flat=True))
        people = {
            plan.email: self.person(plan)
            for plan in wanted
            if self.is_due(f"person:{plan.email}") and plan.email not in taken
        }
        self.save("people", people.values())
        return people

    def person(self, plan: PersonPlan) -> Person:
        offered = plan.email in self.network.sign_ins.values()
        return Person(
            email=plan.email,
            name=plan.name,
            language=plan.language,
            time_zone=plan.time_zone,
            is_fictional=True,
            is_staff=plan.operates,
            is_superuser=plan.operates,
            password=self.password if offered else make_password(None),
        )

    def make_seats(self, plans: list[HubPlan], hubs: dict[str, Hub], people: dict[str, Person]) -> None:
        since = self.network.group["started_on"]
        self.save(
            "seats",
            (
                Seat(person=people[person.email], hub=hubs[plan.slug], role=role, since=since)
                for plan in plans
                for person, role in plan.seats
                if person.email in people
            ),
        )

    def make_group(self) -> WorkingGroup | None:
        """The group: made now, or whichever has its address; none if it was deleted since."""
        wanted = dict(self.network.group)
        technologies = wanted.pop("technologies")
        existing = WorkingGroup.objects.filter(slug=wanted["slug"]).first()
        if not self.is_due(f"group:{wanted['slug']}") or existing:
            return existing
        group = WorkingGroup.objects.create(**wanted)
        terms = self.terms
        group.technologies.set([terms["technologies", code] for code in technologies])
        self.created["groups"] = 1
        return group

    def make_meetings(self, group: WorkingGroup) -> None:
        self.save(
            "meetings",
            (
                Meeting(group=group, audience=Audience.PUBLIC, **meeting)
                for meeting in self.network.meetings
                if self.is_due(f"meeting:{meeting['held_on']}")
            ),
        )

    def make_memberships(self, group: WorkingGroup, plans: list[HubPlan], hubs: dict[str, Hub]) -> None:
        self.save(
            "memberships",
            (
                GroupMembership(group=group, hub=hubs[plan.slug], since=plan.member_since)
                for plan in plans
                if plan.member_since
            ),
        )

    def make_roles(self, group: WorkingGroup, people: dict[str, Person]) -> None:
        self.save(
            "roles",
            (
                GroupRole(
                    person=people[plan.email], group=group, role=role, since=self.network.group["started_on"]
                )
                for plan, role in self.network.roles
                if plan.email in people
            ),
        )

    def make_admission(self, group: WorkingGroup) -> None:
        """Last, since it answers the group's criteria."""
        if made := fill_in_admission(group, self.is_due):
            self.created["applications, invitations, claims"] = made

    def make_groups_work(self) -> None:
        if made := fill_in_groups(self.is_due):
            self.created["parts of groups"] = made

    def make_meetings_work(self, group: WorkingGroup) -> None:
        if made := fill_in_meetings(group, self.is_due):
            self.created["series, and what became of meetings"] = made

    def make_services(self, group: WorkingGroup | None) -> None:
        if made := fill_in_services(group, self.is_due):
            self.created["services"] = made

    def make_referrals(self, group: WorkingGroup | None) -> None:
        if group and (made := fill_in_referrals(group, self.is_due)):
            self.created["needs, with their referrals"] = made

    def make_events(self, group: WorkingGroup | None) -> None:
        if group and (made := fill_in_events(Stage(group), self.is_due)):
            self.created["events, with their 1:1 meetings"] = made

    def make_letters(self) -> None:
        if made := fill_in_letters(self.is_due):
            self.created["letters and notices"] = made

    def make_contacts(self) -> None:
        if made := fill_in_contacts(self.is_due):
            self.created["contact details"] = made

    def write_journal(self) -> None:
        if self.keys:
            after = {"keys": self.keys, "created": self.created}
            JournalEntry.objects.create(verb=VERB, record_type="demo.network", record_id="demo", after=after)


def _organisation(plan: PartnerPlan) -> Organisation:
    return Organisation(
        name=plan.name,
        pic=plan.pic,
        country_id=plan.country,
        region_id=plan.region,
        legal_type=plan.legal_type,
        is_fictional=True,
    )


def _tags(plan: HubPlan, hub: Hub, terms: dict[tuple[str, str], int]) -> list[HubTag]:
    return [
        HubTag(hub=hub, term_id=terms[name, code], level=level)
        for name, levels in plan.tags.items()
        for code, level in levels.items()
    ]
