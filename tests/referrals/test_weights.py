"""What counts for how much: seen by everybody of the group, tried on past needs, changed by moderators."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from corridor.engines.matching import Signal, Weights
from corridor.kernel.journal import JournalEntry
from corridor.kernel.search.indexing import project
from corridor.referrals.desk.problem import weights_of
from corridor.referrals.enums import ReferralState
from corridor.referrals.models import Desk
from corridor.referrals.queries import desk_of
from corridor.vocab.models import Concept
from tests.catalogue.making import make_service
from tests.referrals.making import make_need, make_referral

PAGE = "/en/smart-connectivity/desk/weights/"
TOPICS = ("meaning", "words", "concepts", "technologies")


def written(version: int = 1, **changes):
    usual = {name: str(value) for name, value in asdict(Weights()).items()}
    days = {"answer_days": "5", "moderate_days": "2", "version": str(version)}
    return usual | {"equal": "2"} | days | {name: str(value) for name, value in changes.items()}


def words(page) -> str:
    return " ".join(page.content.decode().split())


def test_everybody_of_the_group_sees_them_and_moderators_change_them(
    browser_of, group, hub, other_hub, anna, carla, dora, otto
):
    for person in (anna, otto):
        seen = words(browser_of(person).get(PAGE))
        assert "How close the texts are in meaning, across languages." in seen
        assert '<form method="post" class="form weights"' not in seen
        assert browser_of(person).post(PAGE, written() | {"save": ""}).status_code == 404
    assert browser_of(carla).get(PAGE).status_code == 404
    make_need(group, other_hub)  # now her hub looks after a need of this group
    assert browser_of(carla).get(PAGE).status_code == 200

    client = browser_of(dora)
    saved = client.post(PAGE, written(price=0.7, equal=5, answer_days=7) | {"save": ""})
    assert saved.status_code == 303
    desk = desk_of(group)
    assert (desk.weights, desk.answer_days, desk.version) == ({"price": 0.7, "equal": 0.05}, 7, 2)
    assert weights_of(desk) == Weights(price=0.7, equal=0.05)
    entry = JournalEntry.objects.get(verb="change-desk")
    assert (entry.before["answer_days"], entry.after["weights"]) == (5, {"price": 0.7, "equal": 0.05})
    assert "(usually 0.3)" in words(browser_of(anna).get(PAGE))
    client.post(PAGE, written(2, price=0.7, equal=5, answer_days=7) | {"usual": ""})
    assert (desk_of(group).weights, desk_of(group).answer_days) == ({}, 7)


def test_nonsense_is_refused_and_a_lost_update_shows_both(browser_of, group, dora, cora):
    client = browser_of(dora)
    for wrong in (
        {"price": "-1"},
        {"price": "nan"},
        {"price": "11"},
        {"equal": "21"},
        {"answer_days": "0"},
        dict.fromkeys(Signal, "0"),
    ):
        assert client.post(PAGE, written() | wrong | {"save": ""}).status_code == 422
    assert not Desk.objects.exists()
    browser_of(cora).post(PAGE, written(place=1) | {"save": ""})
    late = client.post(PAGE, written(price=0.9) | {"save": ""})
    assert late.status_code == 409
    shown = words(late)
    assert "<td>1.0</td><td>0.4</td>" in shown
    assert "<td>0.3</td><td>0.9</td>" in shown
    assert desk_of(group).weights == {"place": 1.0}
    again = late.context["form"].data | {"save": ""}
    assert client.post(PAGE, {name: again[name] for name in again}).status_code == 303
    assert desk_of(group).weights == {"price": 0.9}


@pytest.fixture
def past(group, hub, vestas):
    """Two needs; of the later one Vestas took its dear service, which is about what was asked for."""
    network = Concept.objects.get(slug="private-5g-network")
    dear = make_service(
        vestas, group, slug="dear", title={"en": "Dear network"}, price=2600, list_price=2600, aid="none"
    )
    dear.concepts.add(network)
    make_service(hub, group, slug="cheap", title={"en": "Cheap network"})
    make_need(group, hub, title="Network in a barn", budget=2000)
    need = make_need(group, hub, title="Network in a dock", budget=2000)
    need.concepts.add(network)
    make_referral(need, vestas, service=dear, state=ReferralState.TAKEN)
    make_need(group, hub, title="For our hub alone", audience="hub")
    project("service")
    return need


def test_a_preview_shows_what_would_change_and_saves_nothing(browser_of, dora, past):
    client = browser_of(dora)
    same = client.post(PAGE, written() | {"preview": ""})
    assert (same.status_code, same.context["preview"].changed) == (200, 0)
    shown = client.post(PAGE, written(**dict.fromkeys(TOPICS, 0), price=10) | {"preview": ""})
    tried = shown.context["preview"]
    assert [one.need.title for one in tried.needs] == ["Network in a dock", "Network in a barn"]
    dock = tried.needs[0]
    assert [(one.service.slug, one.before) for one in dock.first] == [("cheap", 2), ("dear", 1)]
    assert (dock.place_before, dock.place_after) == (1, 2)
    assert (tried.before, tried.after) == (1.0, 0.5)
    said = words(shown)
    assert "In 1 of them a hub took the need." in said
    assert "now 1.00, then 0.50" in said
    assert "That is too few to judge by." in said
    assert "was 2" in said
    assert 'value="10"' in said  # what was typed is still there, to be saved
    assert not Desk.objects.exists()
    assert not JournalEntry.objects.filter(verb="change-desk").exists()


def test_a_preview_without_needs_says_so(browser_of, dora, db):
    said = words(browser_of(dora).post(PAGE, written() | {"preview": ""}))
    assert "This group has no needs yet to try them on." in said
