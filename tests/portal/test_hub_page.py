"""Eve reads about a hub."""

from __future__ import annotations

import json

from corridor.kernel.audience import Audience
from corridor.members.models import Hub, HubPartner, HubTag, Organisation
from corridor.vocab.enums import ListName
from corridor.vocab.models import Term


def test_eve_reads_the_whole_profile(rich_hub, read):
    page = read("/en/hubs/hub-1/")
    assert page.texts("h1") == ["Hub 01"]
    assert page.texts("h2", id="services-title") == ["Services"]
    assert [row for row in page.texts("tr") if "90000000" in row] == [
        "Organisation 0 coordinator higher education Norway 900000000",
        "Organisation 1 partner higher education Norway 900000001",
    ]
    website = page.all("a", href="https://hub.example/")
    assert [(link["rel"], link["text"]) for link in website] == [("noopener", "Website of the hub")]
    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert facts["Region"] == "Vestlandet NO0A (NUTS 2024)"
    assert facts["Working languages"] == "English, Swedish"
    assert facts["Who can see this"] == "Who can see this: Public"


def test_a_town_that_is_called_like_its_region_is_named_once(rich_hub, read):
    Hub.objects.filter(pk=rich_hub.pk).update(city="Vestlandet")
    assert read("/en/hubs/").texts("span", "code") == ["NO0A"]
    meta = read("/en/hubs/").texts("p", "result-meta")
    assert [line.count("Vestlandet") for line in meta] == [1]


def test_levels_are_said_and_not_only_drawn(rich_hub, read):
    stops = read("/en/hubs/hub-1/").all("span", "levels")
    assert [(stop["role"], stop["aria-label"]) for stop in stops] == [
        ("img", "Level 4 of 5"),
        ("img", "Level 1 of 5"),
    ]


def test_words_carry_the_language_that_they_are_in(rich_hub, read):
    rich_hub.description = {"el": "Αισθητήρες για ιχθυοκαλλιέργειες."}
    rich_hub.save()
    page = read("/de/hubs/hub-1/")
    spans = {(span["lang"], span["text"]) for span in page.all("span") if "lang" in span}
    assert spans >= {
        ("de", "Norwegen"),
        ("de", "Campusnetz"),
        ("de", "Kommunikationsnetz"),
        ("en", "Try it at the quay"),
        ("el", "Αισθητήρες για ιχθυοκαλλιέργειες."),
    }


def test_strongest_technologies_come_first(rich_hub, read, words):
    official = words[ListName.TECHNOLOGIES].list
    robots = Term.objects.filter(list=official, slug="robotics").first() or Term.objects.create(
        list=official, slug="robotics", code="Robotics", position=9, labels={"en": "Robotics"}
    )
    HubTag.objects.create(hub=rich_hub, term=robots, level=5)
    links = [a["href"] for a in read("/en/hubs/hub-1/").all("a") if "?technology=" in (a["href"] or "")]
    assert links == ["/en/hubs/?technology=robotics", "/en/hubs/?technology=communication-network"]


def test_a_hub_that_said_nothing_still_has_a_page(new_hub, read):
    hub = new_hub(2, description={}, latitude=None, longitude=None, working_languages=[])
    HubTag.objects.filter(hub=hub).delete()
    page = read("/en/hubs/hub-2/")
    assert "This hub has not described itself yet." in page.texts("p")
    assert page.texts("h2") == []


def test_linked_data_says_what_the_page_says(rich_hub, group, read):
    (block,) = read("/en/hubs/hub-1/").all("script", type="application/ld+json")
    data = json.loads(block["text"])
    assert data["@id"].endswith("/en/hubs/hub-1/")
    assert data["name"] == "Title 01"
    assert data["url"] == "https://hub.example/"
    assert data["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 60.1, "longitude": 5.2}
    assert [member["name"] for member in data["member"]] == ["Organisation 0", "Organisation 1"]


def test_a_name_cannot_end_the_data_block(new_hub, read):
    name = "</script><script>alert(1)</script><!-- &"
    new_hub(3, name=name, title=name)
    page = read("/en/hubs/hub-3/")
    (block,) = page.all("script", type="application/ld+json")
    assert json.loads(block["text"])["name"] == name
    assert [script.get("src") for script in page.all("script") if "type" not in script] == []


def test_markup_in_names_is_shown_as_it_was_typed(new_hub, norway, read):
    attack = '"><img src=x onerror=alert(1)>{{ 7|add:7 }}'
    hub = new_hub(4, name=attack, title=attack, city=attack, description={"en": attack})
    organisation = Organisation.objects.create(name=attack, country=norway)
    HubPartner.objects.create(hub=hub, organisation=organisation)
    for address in ("/en/hubs/hub-4/", "/en/hubs/", "/en/hubs/map/", "/en/", f"/en/search/?q={attack}"):
        page = read(address)
        assert page.all("img") == []
    assert read("/en/hubs/hub-4/").texts("h1") == [attack]


def test_a_private_hub_looks_like_one_that_does_not_exist(new_hub, client, browser_of, carla, other_hub):
    Hub.objects.filter(pk=other_hub.pk).update(audience=Audience.HUB)
    missing = client.get("/en/hubs/no-such-hub/")
    private = client.get("/en/hubs/sorvest/")
    assert (missing.status_code, private.status_code) == (404, 404)
    assert missing.content.replace(b"no-such-hub", b"sorvest") == private.content
    assert browser_of(carla).get("/en/hubs/sorvest/").status_code == 200


def test_thirty_partners_cost_no_more_queries_than_one(rich_hub, norway, words, count_queries):
    HubPartner.objects.filter(role="partner").delete()
    before = count_queries("/en/hubs/hub-1/")
    for number in range(30):
        organisation = Organisation.objects.create(name=f"Partner {number}", country=norway)
        HubPartner.objects.create(hub=rich_hub, organisation=organisation)
    assert count_queries("/en/hubs/hub-1/") == before
