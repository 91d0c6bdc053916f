"""*Who can see this and why* gives the same answer as every list does, person by person."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from corridor.catalogue.models import CoProvider, Service
from corridor.events.enums import EventState
from corridor.events.models import Event
from corridor.kernel.audience import Audience, Viewer, can_see, visible_filter, who_can_see
from corridor.kernel.audience.readers import Because, Placement, Reader, why
from corridor.kernel.audience.registry import record_types
from corridor.meetings.minutes.models import Minutes
from corridor.meetings.models import Meeting, Series
from corridor.meetings.registers.models import Decision
from corridor.members.contacts.enums import AUDIENCES
from corridor.members.contacts.models import ContactDetail
from corridor.members.contacts.queries import contacts_of_people
from corridor.members.enums import GroupRoleName, SeatRole
from corridor.members.models import GroupMembership, GroupRole, Hub, Seat, WorkingGroup
from corridor.members.queries import viewer_of
from corridor.people.consent import withdraw_consent
from corridor.people.models import Consent
from corridor.referrals.enums import NeedState, ReferralState
from corridor.referrals.models import Need
from tests.bilaterals.making import new_event
from tests.catalogue.making import make_service
from tests.conftest import person, seated
from tests.referrals.making import make_need, make_referral

pytestmark = pytest.mark.django_db


class Crowd:
    """People with seats and roles at random: of the past, of today and of the future, some ended early."""

    def __init__(self, seed: int, country) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same crowd in every run
        self.country = country
        self.groups = [
            WorkingGroup.objects.create(slug=f"group-{seed}-{n}", name={"en": f"Group {n}"}) for n in range(3)
        ]
        self.hubs = [self.hub(f"{seed}-{n}") for n in range(8)]
        for hub in self.hubs:
            for group in self.chance.sample(self.groups, self.chance.randint(0, 2)):
                GroupMembership.objects.create(group=group, hub=hub, **self.term())
        self.people = [self.somebody(f"P{seed}x{n}") for n in range(40)]

    def hub(self, name: str) -> Hub:
        return Hub.objects.create(
            slug=f"hub-{name}", name=f"Hub {name}", title="T", kind="DIH", country=self.country
        )

    def term(self) -> dict:
        today = timezone.localdate()
        since = today + timedelta(days=self.chance.choice([-300, -30, 0, 1, 20]))
        until = self.chance.choice([None, None, since, since + timedelta(days=30)])
        return {"since": since, "until": until}

    def ended(self) -> dict:
        return {"ended_at": timezone.now()} if self.chance.random() < 0.2 else {}

    def somebody(self, name: str):
        made = person(name, is_active=self.chance.random() < 0.9, is_staff=self.chance.random() < 0.1)
        for hub in self.chance.sample(self.hubs, self.chance.choice([0, 0, 1, 1, 2])):
            Seat.objects.create(
                person=made, hub=hub, role=self.chance.choice(SeatRole.values), **self.term(), **self.ended()
            )
        for group in self.chance.sample(self.groups, self.chance.choice([0, 0, 1, 2])):
            role = self.chance.choice(GroupRoleName.values)
            GroupRole.objects.create(person=made, group=group, role=role, **self.term(), **self.ended())
        return made


def hubs_of(crowd: Crowd) -> list[Hub]:
    return crowd.hubs


def meetings_of(crowd: Crowd) -> list[Meeting]:
    """One with a date and one whose date is looked for."""
    return [
        Meeting.objects.create(group=group, title={"en": "M"}, **dated)
        for group in crowd.groups
        for dated in ({"held_on": timezone.localdate()}, {"state": "draft"})
    ]


def series_of(crowd: Crowd) -> list[Series]:
    return [Series.objects.create(group=group, slug="plenary") for group in crowd.groups]


def decisions_of(crowd: Crowd) -> list[Decision]:
    return [
        Decision.objects.create(group=group, year=2026, number=1, text="D", decided_on=timezone.localdate())
        for group in crowd.groups
    ]


def events_of(crowd: Crowd) -> list[Event]:
    """One that is published and a draft."""
    return [
        new_event(group, slug=state, state=state)
        for group in crowd.groups
        for state in (EventState.PUBLISHED, EventState.DRAFT)
    ]


def contacts_of(crowd: Crowd) -> list[ContactDetail]:
    """Of half the people; some have taken their consent back."""
    for one in crowd.people[::2]:
        consent = Consent.objects.create(person=one, purpose="contact-phone", text="I agree.", language="en")
        ContactDetail.objects.create(person=one, kind="phone", value="12345", audience="hub", consent=consent)
        if crowd.chance.random() < 0.2:
            withdraw_consent(by=one, consent=consent)
    return list(ContactDetail.objects.select_related("person", "consent"))


def minutes_of(crowd: Crowd) -> list[Minutes]:
    return [
        Minutes.objects.create(meeting=meeting, state="approved", approved_at=timezone.now())
        for meeting in meetings_of(crowd)
    ]


def services_of(crowd: Crowd) -> list[Service]:
    """Of each hub one that is shared and a draft, looked at by some group; each other one is joint."""
    made = []
    for n, hub in enumerate(crowd.hubs):
        for state in ("shared", "draft"):
            service = make_service(hub, crowd.groups[n % len(crowd.groups)], slug=state, state=state)
            if n % 2:
                CoProvider.objects.create(service=service, hub=crowd.hubs[n - 1])
            made.append(service)
    return made


def needs_of(crowd: Crowd) -> list[Need]:
    """Of each hub one in each state; those of some were referred to another hub."""
    made = []
    for n, hub in enumerate(crowd.hubs):
        for state in NeedState:
            over = {"ended_at": timezone.now()} if state in ("closed", "withdrawn", "refused") else {}
            need = make_need(crowd.groups[n % len(crowd.groups)], hub, state=state, client=None, **over)
            made.append(need)
            if n % 2:
                declined = ReferralState.DECLINED if n % 4 == 1 else ReferralState.SENT
                make_referral(need, crowd.hubs[n - 1], state=declined)
    return made


# One line for each type of record: what makes some of them among a crowd.
RECORDS: dict[str, Callable[[Crowd], list]] = {
    "contact": contacts_of,
    "decision": decisions_of,
    "event": events_of,
    "hub": hubs_of,
    "meeting": meetings_of,
    "minutes": minutes_of,
    "need": needs_of,
    "series": series_of,
    "service": services_of,
}


def test_every_registered_type_of_record_is_held_to_the_rule_below():
    assert {kind.name for kind in record_types()} == set(RECORDS)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_explanation_names_exactly_those_who_see_the_record_in_a_list(norway, seed):
    crowd = Crowd(seed, norway)
    records = [record for make in RECORDS.values() for record in make(crowd)]
    people = list(get_user_model().objects.filter(is_active=True))
    viewers = {one.pk: viewer_of(one) for one in people}
    for audience in Audience:
        # Where the database refuses an audience there is none; elsewhere one without a meaning is nobody's.
        held = [one for one in records if type(one) is not ContactDetail or audience in AUDIENCES]
        for record in held:
            record.audience = audience
            record.save()
        for model in {type(record) for record in held}:
            seen = {
                pk: set(model.objects.visible_to(viewer).values_list("pk", flat=True))
                for pk, viewer in viewers.items()
            }
            for record in (one for one in held if type(one) is model):
                in_lists = {pk for pk, ids in seen.items() if record.pk in ids}
                assert who_can_see(record).people == in_lists, (model, audience)
                assert sum(group.people for group in who_can_see(record).now.groups) == len(in_lists)
            if model is ContactDetail:
                owners = {record.pk: record.person_id for record in held if type(record) is model}
                for pk, viewer in viewers.items():
                    told = set(contacts_of_people(viewers.keys(), viewer))
                    assert told == {owners[one] for one in seen[pk]}, "the member list has the same rule"


def test_every_wider_audience_includes_the_narrower_ones(norway):
    crowd = Crowd(4, norway)
    for hub in crowd.hubs:
        readers = [who_can_see(hub, audience=audience).then.people for audience in Audience]
        assert all(less <= more for less, more in pairwise(readers))


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(norway, hub):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            who_can_see(hub, audience=Audience.NETWORK)
        return len(queries)

    few = cost()
    Crowd(5, norway)
    assert cost() == few == 4


@pytest.fixture
def cast(anna, ben, carla, dora, cora, finn, tess, otto, gil, olga):
    return viewer_of(anna)


def told(readership) -> list[str]:
    return [group.sentence for group in readership.groups]


def test_reasons_are_told_in_sentences_with_the_names_that_the_network_knows(cast, group, hub):
    for number in range(12):
        seated(f"Seat{number}", hub, SeatRole.DELEGATE)
    meeting = Meeting.objects.create(group=group, held_on="2024-04-25", title={"en": "Kick-off"})
    assert told(who_can_see(meeting, viewer=cast).now) == [
        "14 people of 1 hub, because it is for the group",
        "Cora, because co-moderators read group records",
        "Gil, because guest experts read group records",
        "Dora, because moderators read group records",
        "Otto, because observers read group records",
        "Finn, because Commission officers read group records",
        "Tess, because the support team reads group records",
    ]
    strangers = who_can_see(meeting).now
    assert told(strangers)[:2] == [
        "14 people of 1 hub, because it is for the group",
        "1 person, because co-moderators read group records",
    ]
    assert not any(one.names for one in strangers.groups)


def test_before_a_change_it_says_who_would_gain_and_who_would_lose(cast, hub, other_hub):
    hub.audience = Audience.HUB
    hub.save()
    now = who_can_see(hub, viewer=cast)
    assert told(now.now) == ["Anna and Ben, because it belongs to their hub"]
    assert now.change == ()
    wider = who_can_see(hub, audience=Audience.NETWORK, viewer=cast)
    assert wider.change == ("7 people of 1 hub would gain it.",)
    assert told(wider.then) == [
        "Anna and Ben, because it belongs to their hub",
        "Carla, because it is for the network of all hubs",
        "6 people with a role in a group, because it is for the network of all hubs",
    ]
    hub.audience = Audience.PUBLIC
    narrower = who_can_see(hub, audience=Audience.HUB, viewer=cast)
    assert narrower.change == (
        "People without an account could no longer see it.",
        "8 people of 1 hub would lose it.",
    )
    assert narrower.operators == 1


def test_can_a_certain_person_see_it(cast, group, hub):
    meeting = Meeting.objects.create(group=group, held_on="2024-04-25", title={"en": "Kick-off"})
    answers = [
        (one.sees, one.sentence) for name in ("otto", "CARLA", "Olga") for one in can_see(meeting, name=name)
    ]
    assert answers == [
        (True, "Otto, because observers read group records"),
        (False, "Carla cannot see it."),
    ]


def test_the_page_for_anna_for_a_stranger_and_for_whoever_may_not_see_the_record(
    browser_of, cast, anna, eve, hub, group
):
    address = "/en/who-can-see/hub/nordlys/"
    page = browser_of(anna).get(f"{address}?audience=hub&name=ot")
    assert page.status_code == 200
    html = page.content.decode()
    assert "People without an account could no longer see it." in html
    assert "Otto, because it is public" in html
    assert "Can a certain person see it?" not in eve.get(f"{address}?name=ot").content.decode()
    assert "Otto" not in eve.get(f"{address}?name=ot&audience=network").content.decode()
    assert eve.get(f"{address}?audience=nonsense").context["explanation"].then is None
    secret = Meeting.objects.create(group=group, held_on="2024-04-25", title={"en": "Kick-off"})
    assert eve.get(f"/en/who-can-see/meeting/{secret.pk}/").status_code == 404
    for missing in ("meeting/nonsense/", "meeting/99999999999999999999/", "nothing/1/", "hub/nowhere/"):
        assert browser_of(anna).get(f"/en/who-can-see/{missing}").status_code == 404
    assert browser_of(anna).get(f"/en/who-can-see/meeting/{secret.pk}/").status_code == 200


def test_what_is_for_a_corridor_is_for_its_hubs_in_both_forms_of_the_rule(hub, other_hub):
    """Agreements between hubs come with a room of their own; the ids of two hubs stand for two of them."""
    Hub.objects.update(audience=Audience.CORRIDOR)
    for corridors in (set(), {hub.pk}, {hub.pk, other_hub.pk}):
        viewer = Viewer(person_id=1, corridors=frozenset(corridors), in_network=True)
        listed = Hub.objects.filter(visible_filter(viewer, corridor="id")).values_list("pk", flat=True)
        reasons = {one.pk: why(Reader(viewer, "Anna"), in_corridor(one.pk)) for one in (hub, other_hub)}
        assert set(listed) == {pk for pk, reason in reasons.items() if reason} == corridors
        assert {reason.because for reason in reasons.values() if reason} <= {Because.CORRIDOR}
    moderator = Viewer(person_id=2, groups=frozenset({1}), takes_part=frozenset({1}), in_network=True)
    assert why(Reader(moderator, "Dora"), in_corridor(hub.pk)) is None


def in_corridor(corridor: int) -> Placement:
    return Placement(Audience.CORRIDOR, corridors=frozenset({corridor}), groups=frozenset({1}))
