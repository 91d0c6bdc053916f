"""Services in search: found across languages, by whoever may see them, with what they cost and where."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from corridor.catalogue.actions import announce, confirm_service, withdraw_service
from corridor.catalogue.models import CoProvider
from corridor.catalogue.search import sink_stale
from corridor.kernel.audience import VISITOR
from corridor.kernel.search.queries import find
from corridor.kernel.search.shapes import Question
from corridor.members.models import Hub
from corridor.members.queries import viewer_of
from corridor.members.signals import hubs_changed
from corridor.vocab.models import Concept, Country, Region
from tests.catalogue.making import make_test_bed


@pytest.fixture
def dutch(db, new_service) -> Hub:
    """A hub in Rotterdam, which writes in Dutch alone."""
    netherlands = Country.objects.get(code="NL")
    hub = Hub.objects.create(slug="maas", name="Maashub", title="Maashub", kind="EDIH", country=netherlands)
    service = new_service(
        hub,
        slug="eigen-netwerk",
        title={"nl": "Eigen mobiel netwerk op uw kade"},
        summary={"nl": "Zes weken meten op uw terrein."},
        description={},
        receives={},
        languages=["nl"],
    )
    service.concepts.set(Concept.objects.filter(slug="private-5g-network"))
    announce([service.pk])
    return hub


def asked(text="", viewer=VISITOR, language="en", **facets):
    chosen = {name.replace("_", "-"): (code,) for name, code in facets.items()}
    return find(Question(text, language, ("service",), chosen), viewer)


def titles(answer):
    return [hit.title for hit in answer.hits]


def counts(answer, name):
    facet = next(one for one in answer.facets if one.name == name)
    return {value.code: value.count for value in facet.values}


def shared_again(service):
    announce([service.pk])


def test_a_finnish_question_finds_a_dutch_service_by_its_concept(dutch):
    answer = asked("yksityinen 5G-verkko satamaan", language="fi")
    assert titles(answer) == ["Eigen mobiel netwerk op uw kade"]
    hit = answer.hits[0]
    assert hit.url == "/fi/hubs/maas/services/eigen-netwerk/"
    assert hit.reasons[0].kind.value == "concept"


def test_what_a_service_is_and_costs_can_be_chosen(hub, new_service, service):
    new_service(hub, slug="course", title={"en": "NIS2 course"}, list_price=400, price=None, aid="none")
    make_test_bed(service, setting="both", release=17)
    service.customers, service.delivery = ["sme"], "on-site"
    service.save()
    service.countries.set(Country.objects.filter(code="SE"))
    service.regions.set(Region.objects.filter(code="NO06"))
    for one in hub_services(hub):
        shared_again(one)
    answer = asked()
    assert counts(answer, "result") == {"service": 1, "test-bed": 1}
    assert counts(answer, "country") == {"NO": 2, "SE": 1, "anywhere": 1}
    assert counts(answer, "region")["NO06"] == 1
    assert counts(answer, "price") == {"free": 1, "to-1000": 1}
    assert counts(answer, "delivery") == {"on-site": 2, "remote": 1}
    assert counts(answer, "customer")["sme"] == 2
    assert counts(answer, "customer")["large"] == 1
    assert counts(answer, "setting") == {"indoor": 1, "outdoor": 1}
    assert counts(answer, "release") == {"17": 1}
    assert titles(asked(release="17")) == ["Private 5G on your quay"]
    assert titles(asked(price="to-1000")) == ["NIS2 course"]
    assert counts(asked(price="to-1000"), "price") == {"free": 1, "to-1000": 1}
    assert all(value.label for facet in answer.facets for value in facet.values)


def hub_services(hub):
    from corridor.catalogue.models import Service

    return list(Service.objects.filter(hub=hub))


def test_a_draft_or_withdrawn_service_is_not_found_not_even_by_its_own_people(anna, service, draft):
    for one in (service, draft):
        shared_again(one)
    assert titles(asked("radio", viewer_of(anna))) == []
    assert titles(asked("quay")) == ["Private 5G on your quay"]
    withdraw_service(by=anna, service=service)
    assert titles(asked("quay", viewer_of(anna))) == []


AUDIENCES = {  # who finds it: eve, carla (network), dora (group), anna (hub)
    ("public", "public"): (1, 1, 1, 1),
    ("network", "public"): (0, 1, 1, 1),
    ("group", "public"): (0, 0, 1, 1),
    ("hub", "public"): (0, 0, 0, 1),
    ("public", "network"): (0, 1, 1, 1),
    ("group", "network"): (0, 0, 1, 1),
    ("public", "hub"): (0, 0, 0, 1),
    ("group", "hub"): (0, 0, 0, 1),
}


@pytest.mark.parametrize("audiences", AUDIENCES)
def test_it_is_found_and_counted_as_its_audience_and_its_hub_s_say(
    audiences, hub, service, anna, carla, dora
):
    service.audience, hub.audience = audiences
    service.save()
    hub.save()
    hubs_changed.send(sender=Hub, ids=[hub.pk])
    viewers = [VISITOR, viewer_of(carla), viewer_of(dora), viewer_of(anna)]
    for viewer, found in zip(viewers, AUDIENCES[audiences], strict=True):
        answer = asked("quay", viewer)
        assert answer.total == found
        assert sum(counts(answer, "country").values()) == 2 * found  # Norway, and anywhere


def test_what_is_stale_sinks_says_so_and_rises_when_its_hub_confirms_it(anna, hub, service, new_service):
    other = new_service(hub, slug="other")
    for one in (service, other):
        shared_again(one)
    service.good_until = timezone.localdate() - timedelta(days=1)
    service.save()
    assert sink_stale() == 1
    assert sink_stale() == 0
    answer = asked("quay")
    assert [hit.record_id for hit in answer.hits] == [other.pk, service.pk]
    assert [hit.standing for hit in answer.hits] == [1.0, 0.7]
    assert counts(answer, "stale") == {"no": 1, "yes": 1}
    confirm_service(by=anna, service=service)
    assert [hit.standing for hit in asked("quay").hits] == [1.0, 1.0]


def test_a_hub_s_new_name_finds_its_services(dutch):
    dutch.name = "Waalhub"
    dutch.save()
    hubs_changed.send(sender=Hub, ids=[dutch.pk])
    assert (asked("waalhub").total, asked("maashub").total) == (1, 0)


def test_a_hub_that_agreed_is_found_with_it_unless_it_is_hidden(service, vestas, other_hub):
    other_hub.audience = "hub"
    other_hub.save()
    now = timezone.now()
    for hub in (vestas, other_hub):
        CoProvider.objects.create(service=service, hub=hub, agreed=True, answered_at=now)
    shared_again(service)
    assert asked("Vestas").total == 1
    CoProvider.objects.filter(hub=vestas).update(is_proposed=True)  # agreed, and not reviewed yet
    shared_again(service)
    assert asked("Vestas").total == 0
    assert asked("Sørvest").total == 0


def test_a_place_is_said_as_it_is(service):
    service.countries.set(Country.objects.filter(code="SE"))
    shared_again(service)
    reasons = [one.sentence for one in asked("quay in Sweden").hits[0].reasons]
    assert "Its hub is in Sweden, or it is given there." in reasons


def test_a_free_service_that_ended_last_year_is_not_called_confirmed(service):
    service.good_until = date(2020, 1, 1)
    service.save()
    shared_again(service)
    assert counts(asked(), "stale") == {"yes": 1}
