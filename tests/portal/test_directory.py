"""Eve looks through the hubs, as a list and on the map."""

from __future__ import annotations

import pytest

from corridor.kernel.audience import Audience


def titles(page):
    return page.texts("h2", "hub-name")


def test_hubs_are_listed_by_title_twenty_at_a_time(new_hub, read):
    for number in range(1, 26):
        new_hub(number)
    first, second = read("/en/hubs/"), read("/en/hubs/?page=2")
    assert titles(first) == [f"Hub {number:02} – Title {number:02}" for number in range(1, 21)]
    assert titles(second) == [f"Hub {number:02} – Title {number:02}" for number in range(21, 26)]
    assert [(a["href"], a["text"]) for a in first.all("a", rel="next")] == [("/en/hubs/?page=2", "Next page")]


def test_facets_come_from_the_address_and_leave_by_their_chip(new_hub, belgium, read):
    new_hub(1)
    new_hub(2, country=belgium)
    new_hub(3, country=belgium, kind="DIH")
    page = read("/en/hubs/?country=BE&kind=DIH")
    assert titles(page) == ["Hub 03 – Title 03"]
    assert [(chip["href"], chip["text"]) for chip in page.all("a", "chip")] == [
        ("/en/hubs/?kind=DIH", "Country: Belgium (remove this filter)"),
        ("/en/hubs/?country=BE", "Kind: Digital Innovation Hub (remove this filter)"),
    ]
    checked = [box["value"] for box in page.all("input", type="checkbox") if "checked" in box]
    assert checked == ["BE", "DIH"]


def test_counts_say_what_each_choice_would_leave(new_hub, belgium, read):
    for number in range(1, 4):
        new_hub(number)
    new_hub(4, country=belgium)
    options = read("/en/hubs/").texts("label", "option")
    assert [text for text in options if text.startswith(("Norway", "Belgium"))] == ["Norway 3", "Belgium 1"]


def test_pages_keep_the_filters(new_hub, read):
    for number in range(1, 26):
        new_hub(number)
    page = read("/en/hubs/?kind=EDIH")
    assert page.all("a", rel="next")[0]["href"] == "/en/hubs/?kind=EDIH&page=2"


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=²", "page=99999999999999", "country=%00", "kind='--", "at=1"],
)
def test_nonsense_in_the_address_still_leads_to_a_page(new_hub, client, query):
    new_hub(1)
    assert client.get(f"/en/hubs/?{query}").status_code == 200
    assert client.get(f"/en/hubs/map/?{query}&zoom=q&at=9,,9").status_code == 200
    assert client.get(f"/en/search/?{query}").status_code == 200


def test_a_page_after_the_last_says_so(new_hub, read):
    new_hub(1)
    page = read("/en/hubs/?page=9")
    assert "The list is not that long" in page.texts("h2")


def test_a_private_hub_is_in_no_list_and_on_no_map(new_hub, read):
    new_hub(1, audience=Audience.NETWORK)
    assert titles(read("/en/hubs/")) == []
    assert read("/en/hubs/map/").all("path", "dot") == []


@pytest.mark.parametrize("address", ["/en/hubs/", "/en/hubs/map/", "/en/search/?q=sensors", "/en/"])
def test_thirty_hubs_cost_no_more_queries_than_one(new_hub, count_queries, address):
    new_hub(1)
    count_queries(address)  # warms what is kept for the life of the process
    before = count_queries(address)
    for number in range(2, 31):
        new_hub(number)
    assert count_queries(address) == before


def test_the_map_has_each_hub_as_a_link_and_in_the_table(new_hub, read):
    new_hub(1, latitude=69.6, longitude=18.9, city="Tromsø")
    new_hub(2, latitude=28.1, longitude=-15.4, city="Las Palmas")
    new_hub(3, latitude=40.7, longitude=-74.0, city="New York")
    page = read("/en/hubs/map/")
    assert [(a["href"], a["aria-label"]) for a in page.all("a") if "aria-label" in a] == [
        ("/en/hubs/hub-1/", "Hub 01, Tromsø"),
        ("/en/hubs/hub-2/", "Hub 02, Las Palmas"),
    ]
    assert [cell["text"] for cell in page.all("th", scope="row")] == ["Hub 01", "Hub 02", "Hub 03"]
    assert "1 hub in this table has no place on the map." in page.texts("p")


def test_hubs_without_a_place_stand_in_their_country_and_lead_to_its_list(new_hub, read):
    for number in (1, 2):
        new_hub(number, latitude=None, longitude=None)
    (spot,) = read("/en/hubs/map/").all("a", "is-vague")
    assert (spot["href"], spot["aria-label"]) == (
        "/en/hubs/?country=NO",
        "2 hubs in Norway without an exact place: list them",
    )


def test_hubs_of_one_town_are_one_point_until_the_closest_zoom(new_hub, read):
    for number in range(1, 4):
        new_hub(number, latitude=52.5, longitude=13.4)
    far = read("/en/hubs/map/")
    (cluster,) = far.all("a", "cluster")
    assert cluster["aria-label"] == "3 hubs around Hub 01: look closer"
    assert cluster["href"] == "/en/hubs/map/?zoom=2&at=420%2C434#map"
    near = read("/en/hubs/map/?zoom=16&at=420,434")
    assert near.all("a", "cluster") == []
    assert len(near.all("path", "dot")) == 3


def test_the_map_keeps_the_directorys_filters(new_hub, belgium, read):
    new_hub(1)
    new_hub(2, country=belgium, latitude=50.8, longitude=4.3)
    page = read("/en/hubs/?country=BE")
    assert [a["href"] for a in page.all("a") if a["text"] == "Map"] == ["/en/hubs/map/?country=BE"]
    assert [cell["text"] for cell in read("/en/hubs/map/?country=BE").all("th", scope="row")] == ["Hub 02"]
