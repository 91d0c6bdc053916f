"""The demo's needs and referrals: what their files promise, and what a reader of the filled demo finds."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import pytest

from corridor.catalogue.enums import Customer, Delivery
from corridor.catalogue.models import TestBedSlot
from corridor.demo.actions import fill_in_demo
from corridor.demo.contacts import ANNA
from corridor.demo.needs import NeedPlan, read_needs
from corridor.demo.network import read_network
from corridor.demo.referrals import MODERATOR
from corridor.demo.services import read_services
from corridor.engines.matching import MARKABLE
from corridor.engines.matching.places import may_be_in, where
from corridor.kernel.i18n.languages import CODES
from corridor.members.queries import viewer_of
from corridor.people.models import Person
from corridor.referrals.enums import NEED_AUDIENCES, ClientField, NeedState, ReferralState, StaffSize
from corridor.referrals.models import Need, Referral, ServiceRecord
from corridor.referrals.queries import passed_on, referrals_in_full
from corridor.referrals.results.checks import FACTS, problems_of
from corridor.vocab.files import shipped

Raw = dict[str, Any]
OF_NOBODY = ("555", "55 55", "+33 3 53 01 ", "+33 2 61 91 ")  # parts of telephone numbers
STEPS = ("sent", "answered", "agreed", "delivered", "done")
ENOUGH = 3
REACHED = {
    "taken": "answered",
    "declined": "answered",
    "agreed": "agreed",
    "delivered": "delivered",
    "done": "done",
}


@pytest.fixture(scope="module")
def needs() -> tuple[NeedPlan, ...]:
    return read_needs()


@pytest.fixture(scope="module")
def referrals(needs) -> list[tuple[NeedPlan, Raw]]:
    return [(need, dict(raw)) for need in needs for raw in need.referrals]


@pytest.fixture(scope="module")
def services() -> dict[tuple[str, str], Raw]:
    return {(one.hub, one.raw["slug"]): dict(one.raw) for one in read_services() if one.state == "shared"}


def test_at_least_forty_needs_in_twenty_languages_and_every_state(needs):
    assert len(needs) == len({need.key for need in needs}) >= 40
    assert len({need.raw["language"] for need in needs}) >= 20
    assert len({need.raw["country"] for need in needs}) >= 20
    states = Counter(need.state for need in needs)
    assert states.keys() == set(NeedState.values)
    assert (states["received"], states["open"]) >= (2, 24)
    for column, values in (("audience", NEED_AUDIENCES), ("customer", Customer), ("delivery", Delivery)):
        assert {need.raw[column] for need in needs} == set(values), column
    assert len({need.raw.get("category") for need in needs} - {None}) == 4
    assert 10 <= sum("by_hub" in need.raw for need in needs) <= 20
    assert len({tuple(need.raw["client"]["consented"]) for need in needs}) >= 5


def test_each_code_of_a_need_is_known(needs, shared):
    with (shared / "conformance/authority/nuts2024.csv").open(encoding="utf-8") as file:
        nuts = {row["code"]: row["country"] for row in csv.DictReader(file)}
    official = {(one.name, term.code) for one in shipped().lists for term in one.terms}
    slugs = {concept.slug for concept in shipped().concepts}
    for need in needs:
        raw = need.raw
        named = {("technologies", code) for code in raw.get("technologies", ())}
        named |= {("sectors", code) for code in raw.get("sectors", ())}
        named |= {("service-categories", raw[name]) for name in ("category",) if name in raw}
        assert named <= official, need.key
        assert set(raw.get("concepts", ())) <= slugs, need.key
        assert nuts[raw["region"]] == where(raw["country"], "")[:2], need.key
        assert {raw["language"], *raw["languages"]} <= set(CODES), need.key
        assert set(raw.get("hard", ())) <= MARKABLE, need.key


def test_a_need_is_told_as_a_person_tells_it(needs):
    for need in needs:
        raw = need.raw
        assert 2 <= sum(raw["text"].count(mark) for mark in (". ", "? ", "; ")) + 1 <= 7, need.key
        assert len(raw["title"]) <= 90, need.key
        assert bool(need.state in {"open", "received", "unconfirmed"}) != bool("ended" in raw), need.key
        assert ("ended" in raw) == bool(raw.get("ended_why")), need.key
        assert "by_hub" not in raw or raw["hub"], need.key
        client = raw["client"]
        assert client["email"].isascii(), need.key
        assert client["email"].endswith(".example"), need.key
        assert set(client.get("phone", "").replace(" ", "")) <= set("+0123456789"), need.key
        assert any(code in client.get("phone", "555") for code in OF_NOBODY), need.key
        assert set(client["consented"]) <= set(ClientField.values), need.key
        assert all(client.get(name) for name in client["consented"]), need.key
        assert client.get("staff", "micro") in StaffSize.values, need.key
    assert max(Counter(need.raw["text"] for need in needs).values()) == 1


def test_referrals_cross_borders_in_every_state(needs, referrals):
    countries = {hub.slug: hub.country for hub in read_network().hubs}
    states = Counter(raw["state"] for _need, raw in referrals)
    assert sum(states.values()) >= 36
    assert states.keys() == set(ReferralState.values)
    assert sum("slot" in raw for _need, raw in referrals) >= 6
    assert sum("escalated" in raw for _need, raw in referrals) >= 2
    for need, raw in referrals:
        assert countries[raw["hub"]] != need.raw["country"], need.key
        assert countries.get(need.raw.get("hub")) != countries[raw["hub"]], need.key
    for need in [need for need in needs if need.state == "open"]:
        holding = [one["hub"] for one in need.referrals if one["state"] not in ("declined", "withdrawn")]
        assert len(holding) == len(set(holding)) == 1, need.key


def test_a_referral_is_to_a_service_that_fits(referrals, services):
    for need, raw in referrals:
        if "service" not in raw:
            assert raw["state"] in ("sent", "declined", "withdrawn"), need.key
            continue
        wanted, service = need.raw, services[raw["hub"], raw["service"]]
        assert service["category"] == wanted["category"], need.key
        assert set(service.get("concepts", ())) & set(wanted["concepts"]), need.key
        assert set(service["languages"]) & set(wanted["languages"]), need.key
        assert wanted["customer"] in (service["customers"] or [wanted["customer"]]), need.key
        place = where(wanted["country"], wanted["region"])
        served = [area for area in service["places"] if may_be_in(place, area)]
        assert served or not service["places"] or service["delivery"] != "on-site", need.key
        assert "slot" not in raw or "test_bed" in service, need.key
        assert "budget" not in wanted or service.get("price", 0) <= wanted["budget"], need.key


def test_each_step_of_a_referral_follows_the_one_before(referrals):
    for need, raw in referrals:
        steps = [raw[step] for step in STEPS if step in raw]
        assert steps == sorted(set(steps), reverse=True), need.key
        assert need.raw["days_ago"] > raw["sent"], need.key
        assert need.raw.get("opened", raw["sent"]) >= raw["sent"], need.key
        reached = STEPS.index(REACHED.get(raw["state"], "sent"))
        assert [step for step in STEPS if step in raw] == list(STEPS[: reached + 1]), need.key
        assert ("reason" in raw) == (raw["state"] == "declined"), need.key
        assert ("withdrawn" in raw) == (raw["state"] == "withdrawn"), need.key
        assert 1 <= raw["sent"] - raw.get("answered", raw["sent"] - 1) <= 9, need.key
        assert all(raw["sent"] >= said["ago"] > 0 for said in raw.get("messages", ())), need.key
    waits = [raw["sent"] - raw["answered"] for _need, raw in referrals if "answered" in raw]
    assert len(set(waits)) >= 6
    assert 4 <= sum(days > 5 for days in waits) < len(waits) / 2
    answers = Counter(raw["hub"] for _need, raw in referrals if "answered" in raw)
    assert sum(count >= ENOUGH for count in answers.values()) >= 4  # hubs whose waiting times mean something


def test_the_figures_of_a_record_agree(referrals):
    for need, raw in referrals:
        assert ("record" in raw) == (raw["state"] in ("agreed", "delivered", "done")), need.key
        if "record" not in raw:
            continue
        record = raw["record"]
        amounts = {name: record[name] for name in FACTS if name in record}
        assert problems_of(ServiceRecord(), amounts) == {}, need.key
        assert record["starts"] >= record["ends"], need.key
        assert record["invoiced"] + record["aid"] <= record["price"], need.key
        assert (
            ("outcome" in record) == ("rating" in record) == ("comment" in record) == (raw["state"] == "done")
        )
        assert ("description" in record) == (raw["state"] in ("delivered", "done")), need.key
        if raw["state"] in ("delivered", "done"):
            assert record["ends"] >= raw["delivered"], need.key
    assert sum("investment" in raw.get("record", ()) for _need, raw in referrals) >= 4


@pytest.mark.django_db
def test_whoever_signs_in_finds_something_to_do(settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    fill_in_demo()
    anna, moderator = (Person.objects.get(email=email) for email in (ANNA, MODERATOR))
    asked = referrals_in_full(Referral.objects.visible_to(viewer_of(anna)).unanswered())
    incoming, outgoing = asked.get(hub__slug="dockwave"), asked.get(need__hub__slug="dockwave")
    assert (incoming.state, incoming.is_late(), incoming.slot.is_taken) == ("sent", False, True)
    assert set(passed_on(incoming)) == set(ClientField)
    assert (outgoing.is_late(), outgoing.escalated_at is not None) == (True, True)
    received = Need.objects.visible_to(viewer_of(moderator)).filter(state="received")
    assert sorted(need.is_late for need in received) == [False, True]
    assert all(need.is_fictional for need in Need.objects.all())
    held = Referral.objects.exclude(slot=None)
    assert held.count() == TestBedSlot.objects.filter(is_taken=True).count() >= 6
