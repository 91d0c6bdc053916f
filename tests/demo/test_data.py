"""The demo's files: what they promise to a stranger, checked against the official lists and regions."""

from __future__ import annotations

import csv
from collections import Counter
from math import cos, radians, sqrt

import pytest

from corridor.catalogue.enums import Customer
from corridor.demo.network import HubPlan, Network, read_network
from corridor.demo.services import read_services
from corridor.kernel.i18n.languages import CODES

# Each country's own languages among the 24; the neighbours outside the Union write in English.
NATIONAL = {
    "AT": "de", "BE": "nl fr", "BG": "bg", "CY": "el", "CZ": "cs", "DE": "de", "DK": "da", "EE": "et",
    "ES": "es", "FI": "fi", "FR": "fr", "GR": "el", "HR": "hr", "HU": "hu", "IE": "en", "IT": "it",
    "LT": "lt", "LU": "fr de", "LV": "lv", "MT": "mt en", "NL": "nl", "PL": "pl", "PT": "pt", "RO": "ro",
    "SE": "sv", "SI": "sl", "SK": "sk",
}  # fmt: skip
MEMBER_STATES = frozenset(NATIONAL)
ONE_LANGUAGE_OF = {"BE"}  # a hub of one community writes in that community's language

ONE_REGION_COUNTRIES = {"CY", "IS", "MK", "MT"}  # of NUTS level 2


@pytest.fixture(scope="module")
def network() -> Network:
    return read_network()


@pytest.fixture(scope="module")
def hubs(network) -> tuple[HubPlan, ...]:
    return network.hubs


def kilometres(one: HubPlan, other: HubPlan) -> float:
    north = one.fields["latitude"] - other.fields["latitude"]
    east = (one.fields["longitude"] - other.fields["longitude"]) * cos(radians(one.fields["latitude"]))
    return 111.2 * sqrt(north**2 + east**2)


def test_sixty_hubs_of_all_member_states_and_six_neighbours(hubs):
    countries = Counter(hub.country for hub in hubs)
    assert sum(countries.values()) == 60
    assert countries.keys() - MEMBER_STATES == {"IS", "MK", "NO", "RS", "TR", "UA"}
    assert MEMBER_STATES - countries.keys() == set()


def test_every_official_language_is_spoken_by_some_hub(hubs):
    written = {language for hub in hubs for language in hub.fields["description"]}
    assert written == set(CODES)


def test_each_hub_describes_itself_in_english_and_at_home(hubs):
    for hub in hubs:
        texts = hub.fields["description"]
        national = set(NATIONAL.get(hub.country, "en").split())
        spoken = set(texts) & national
        assert "en" in texts, hub.slug
        assert spoken == national or (hub.country in ONE_LANGUAGE_OF and spoken), hub.slug
        assert set(texts) <= set(hub.fields["working_languages"]), hub.slug
        for text in texts.values():
            assert 3 <= text.count(".") + text.count("?") <= 6, (hub.slug, text)


def test_services_are_written_in_the_languages_of_their_hub(hubs):
    for hub in hubs:
        told = set(hub.fields["description"])
        offered = [one.raw for one in read_services() if one.hub == hub.slug and one.state == "shared"]
        assert len([one for one in offered if "audience" not in one]) == 3, hub.slug
        for service in offered:
            assert set(service["title"]) == set(service["summary"]) <= told, (hub.slug, service["slug"])


def test_each_service_says_what_a_company_wants_to_know(hubs):
    known = {hub.slug for hub in hubs}
    for plan in read_services():
        raw = plan.raw
        assert plan.hub in known - set(raw.get("with", ())), plan.key
        assert set(raw.get("with", ())) <= known, plan.key
        assert raw.get("price", 0) <= raw.get("list_price", 0), plan.key
        assert (raw["aid"] == "none") == (raw.get("price") == raw.get("list_price")), plan.key
        assert set(raw["languages"]) <= set(CODES), plan.key
        assert set(raw.get("customers", ())) <= set(Customer.values), plan.key
        if plan.state != "draft":
            assert raw["description"], plan.key
            assert set(raw["receives"]) == set(raw["description"]), plan.key


def test_no_two_hubs_say_the_same(hubs):
    texts = Counter(text for hub in hubs for text in hub.fields["description"].values())
    assert max(texts.values()) == 1
    for column in ("name", "title", "address"):
        assert max(Counter(hub.fields[column] for hub in hubs).values()) == 1, column


def test_profiles_are_of_the_size_that_the_pages_are_made_for(hubs):
    for hub in hubs:
        assert 3 <= len(hub.concepts) <= 8, hub.slug
        assert len(set(hub.concepts)) == len(hub.concepts), hub.slug
        assert hub.country in ONE_REGION_COUNTRIES or 2 <= len(set(hub.regions_served)) <= 4, hub.slug
        assert 2 <= len(hub.partners) <= 5, hub.slug
        assert 1 <= len(hub.seats) <= 2, hub.slug
        for levels in hub.tags.values():
            assert 2 <= len(levels) <= 6, hub.slug
            assert set(levels.values()) <= {1, 2, 3, 4, 5}, hub.slug


def test_places_are_in_europe_and_far_enough_apart_to_be_told_on_a_map(hubs):
    for hub in hubs:
        assert 34 < hub.fields["latitude"] < 72, hub.slug
        assert -32 < hub.fields["longitude"] < 45, hub.slug
    for number, hub in enumerate(hubs):
        for other in hubs[number + 1 :]:
            far = kilometres(hub, other) > 25
            assert far or hub.country != other.country, (hub.slug, other.slug)


def test_hubs_of_one_region_are_near_each_other(hubs):
    by_region: dict[str, list[HubPlan]] = {}
    for hub in hubs:
        by_region.setdefault((hub.region or "")[:4], []).append(hub)
    for code, neighbours in by_region.items():
        for hub in neighbours:
            assert kilometres(hub, neighbours[0]) < 400, code


def test_numbers_of_organisations_are_invented_and_unique(hubs):
    pics = Counter(partner.pic for hub in hubs for partner in hub.partners)
    assert max(pics.values()) == 1
    assert {pic[:3] for pic in pics} == {"999"}
    names = Counter(partner.name for hub in hubs for partner in hub.partners)
    assert max(names.values()) == 1


def test_all_addresses_are_under_a_reserved_domain(network):
    emails = [person.email for person in network.people] + [hub.fields["email"] for hub in network.hubs]
    assert max(Counter(emails).values()) == 1
    assert all(email.endswith(".example.org") for email in emails)
    assert all(hub.fields["website"].endswith(".example.org/") for hub in network.hubs)
    assert all(email.isascii() and email == email.lower() for email in emails)


def test_each_sign_in_is_somebody_of_the_network(network):
    emails = {person.email for person in network.people}
    assert set(network.sign_ins.values()) - emails == set()


def test_about_thirty_five_hubs_are_members_of_the_group(hubs):
    assert 33 <= sum(hub.member_since is not None for hub in hubs) <= 45


def test_nuts_codes_of_member_states_are_those_of_eurostat(hubs, shared):
    with (shared / "conformance/authority/nuts2024.csv").open(encoding="utf-8") as file:
        official = {row["code"]: (row["country"], int(row["level"])) for row in csv.DictReader(file)}
    of_nuts = {"GR": "EL"}
    for hub in hubs:
        if hub.country in MEMBER_STATES:
            assert official[hub.region] == (of_nuts.get(hub.country, hub.country), 3), hub.slug
        for code in hub.regions_served:
            known = official.get(code)
            assert known is None or known[1] == 2, (hub.slug, code)


def test_no_hub_has_the_name_of_a_real_one(hubs, shared):
    from openpyxl import load_workbook

    book = load_workbook(shared / "data/edih-catalogue-export-2025-05.xlsx", read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))[1:]
    book.close()
    real = {str(cell).strip().casefold() for row in rows for cell in row[:2]}
    assert len(rows) > 400
    assert {hub.fields[key].casefold() for hub in hubs for key in ("name", "title")} & real == set()
