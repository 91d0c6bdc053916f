"""Lists cost the same number of queries for one row and for thirty."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corridor.catalogue.models import SavedSearch, UnmetDemand
from corridor.kernel.audience import Audience
from corridor.kernel.search.generation import advance
from corridor.kernel.search.indexing import project
from corridor.meetings.models import Meeting
from corridor.members.enums import PartnerRole
from corridor.members.imports.actions import preview_import
from corridor.members.models import GroupMembership, Hub, HubPartner, HubTag, Organisation, Seat
from corridor.vocab.models import Concept, Term
from tests.catalogue.making import make_service
from tests.conftest import SINCE, person
from tests.members.catalogue import NORDHAVN, xlsx

MANY = 30


@pytest.fixture
def more(norway, group, dora):
    """``more(30)`` fills every list that the installation shows up to that many rows."""
    terms = list(Term.objects.filter(list__in_force=True).order_by("list__name", "position"))

    def make(number: int) -> None:
        for n in range(number):
            hub = Hub.objects.create(
                slug=f"hub-{n}-of-{number}",
                name=f"Hub {n}",
                title=f"Port hub {n}",
                kind="EDIH",
                country=norway,
                description={"en": "Private 5G for a port."},
                latitude=60 + n / 10,
                longitude=5,
            )
            GroupMembership.objects.create(group=group, hub=hub, since=SINCE)
            HubTag.objects.bulk_create(
                HubTag(hub=hub, term=term, level=3) for term in terms[:: max(1, n + 7)]
            )
            hub.concepts.add(*Concept.objects.all()[:3])
            organisation = Organisation.objects.create(name=f"Organisation {n} of {number}", country=norway)
            HubPartner.objects.create(hub=hub, organisation=organisation, role=PartnerRole.COORDINATOR)
            make_service(hub, group)
            Seat.objects.create(person=person(f"P{n}of{number}"), hub=hub, role="editor", since=SINCE)
            Meeting.objects.create(
                group=group, held_on=SINCE, title={"en": "Meeting"}, audience=Audience.PUBLIC
            )
            rows = [NORDHAVN | {"name": f"Row {row}", "title": f"Row {row}"} for row in range(number)]
            if n < 1 or number > 1:
                preview_import(by=dora, content=xlsx(*rows[: number if n == 0 else 1]), file_name="c.xlsx")
            UnmetDemand.objects.create(day=SINCE, text=f"Drone {n} of {number}", language="en")
            SavedSearch.objects.create(person=dora, name=f"{n}", query=f"q={n}", language="en", kinds=["hub"])
        project("hub")
        project("service")

    return make


def queries_for(client, address: str) -> int:
    client.get(address)  # whatever is looked up once and kept
    advance()  # nothing is answered from memory
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


LISTS = [
    "/en/",
    "/en/hubs/",
    "/en/hubs/map/",
    "/en/search/?q=port",
    "/en/services/",
    "/en/services/?q=port",
    "/en/smart-connectivity/",
    "/en/smart-connectivity/people/",
    "/en/groups/",
    "/en/hubs/export.csv",
    "/sitemap.xml",
    "/api/v1/hubs",
    "/api/v1/search?q=port",
]


def test_public_lists_cost_the_same_for_one_row_and_for_thirty(eve, more):
    more(1)
    one = {address: queries_for(eve, address) for address in LISTS}
    more(MANY - 1)
    assert {address: queries_for(eve, address) for address in LISTS} == one


def test_the_moderators_lists_cost_the_same(browser_of, dora, more):
    from corridor.members.imports.models import ImportRun

    client = browser_of(dora)
    more(1)
    small = ImportRun.objects.get()
    one = [queries_for(client, "/en/imports/hubs/"), queries_for(client, f"/en/imports/hubs/{small.pk}/")]
    more(MANY - 1)
    large = ImportRun.objects.exclude(pk=small.pk).order_by("pk").first()
    assert large.rows.count() == MANY - 1
    many = [queries_for(client, "/en/imports/hubs/"), queries_for(client, f"/en/imports/hubs/{large.pk}/")]
    assert many == one


def test_what_was_asked_in_vain_and_saved_searches_cost_the_same(browser_of, dora, more):
    client = browser_of(dora)
    lists = ["/en/smart-connectivity/services/unmet/", "/en/account/searches/"]
    more(1)
    one = [queries_for(client, address) for address in lists]
    more(MANY - 1)
    assert [queries_for(client, address) for address in lists] == one


def test_the_operators_tables_cost_the_same(browser_of, olga, more):
    client = browser_of(olga)
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
        if model._meta.app_label in ("members", "people")
    ]
    more(1)
    one = {address: queries_for(client, address) for address in lists}
    more(MANY - 1)
    assert {address: queries_for(client, address) for address in lists} == one
