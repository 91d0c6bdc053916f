"""Anna edits her hub's profile. Ben sits in it and may not; Carla has another hub; Eve is a stranger."""

from __future__ import annotations

import pytest

from corridor.kernel.errors import Conflict
from corridor.kernel.journal import JournalEntry
from corridor.members import actions
from corridor.members.enums import SeatRole
from corridor.members.models import Hub
from corridor.vocab.models import Concept
from tests.conftest import seated

pytestmark = pytest.mark.django_db
PAGE = "/en/hubs/nordlys/edit/"


def filled(browser, **changes) -> dict:
    """The form as the browser would send it back, with some fields changed."""
    form = browser.get(PAGE).context["form"]
    sent = {field.html_name: field.value() for field in form}
    return {name: value for name, value in (sent | changes).items() if value is not None}


def test_anna_changes_her_hub_and_the_change_is_hers(browser_of, anna, hub):
    browser = browser_of(anna)
    answer = browser.post(
        PAGE,
        filled(
            browser,
            title="Nordlys for Ports",
            description_en="Private 5G for ports.",
            new_language="da",
            new_description="Privat 5G til havne.",
            website="nordlys.example",
            email="hello@nordlys.example",
            city="Tromsø",
            region="NO071",
            working_languages=["en", "da"],
            audience="network",
            concepts=["private-5g-network"],
            **{"technologies-communication-network": "5", "sectors-maritime": "0", "services-finance": "3"},
        ),
    )
    assert (answer.status_code, answer["Location"]) == (303, "/en/hubs/nordlys/")
    hub = Hub.objects.get(pk=hub.pk)
    assert actions.profile_of(hub) == {
        "title": "Nordlys for Ports",
        "description": {"en": "Private 5G for ports.", "da": "Privat 5G til havne."},
        "website": "https://nordlys.example",
        "email": "hello@nordlys.example",
        "address": "",
        "city": "Tromsø",
        "region": "NO071",
        "working_languages": ["da", "en"],
        "technologies": {"communication-network": 5},
        "sectors": {"maritime": 0},
        "services": {"finance": 3},
        "concepts": ["private-5g-network"],
        "audience": "network",
    }
    assert hub.edited_fields == [
        "audience",
        "city",
        "concepts",
        "description.da",
        "description.en",
        "email",
        "region",
        "sectors",
        "services",
        "technologies",
        "title",
        "website",
        "working_languages",
    ]
    assert hub.version == 2
    entry = JournalEntry.objects.get(verb="edit-hub")
    assert (entry.by, entry.before["title"], entry.after["title"]) == (
        anna,
        "Nordlys Digital Innovation Hub",
        "Nordlys for Ports",
    )


def test_saving_an_unchanged_form_changes_nothing(browser_of, anna, hub):
    browser = browser_of(anna)
    assert browser.post(PAGE, filled(browser)).status_code == 303
    hub.refresh_from_db()
    assert (hub.version, hub.edited_fields) == (1, [])
    assert not JournalEntry.objects.filter(verb="edit-hub").exists()


def test_an_emptied_description_is_taken_away(browser_of, anna, hub):
    Hub.objects.update(description={"en": "Ports.", "da": "Havne."})
    browser = browser_of(anna)
    browser.post(PAGE, filled(browser, description_da=" "))
    hub.refresh_from_db()
    assert (hub.description, hub.edited_fields) == ({"en": "Ports."}, ["description.da"])


def test_mistakes_are_said_and_nothing_is_stored(browser_of, anna, hub):
    browser = browser_of(anna)
    answer = browser.post(
        PAGE,
        filled(browser, title="", website="javascript:alert(1)", region="FR101", new_description="?"),
    )
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {
            "title": ["This field is required."],
            "website": ["Enter a valid URL."],
            "region": ["Select a valid choice. FR101 is not one of the available choices."],
            "new_language": ["Choose the language of the new description."],
        },
    )
    hub.refresh_from_db()
    assert (hub.title, hub.version) == ("Nordlys Digital Innovation Hub", 1)


def test_case_34_when_two_write_at_once_both_versions_are_shown_and_nothing_is_lost(browser_of, anna, hub):
    amund = seated("Amund", hub, SeatRole.DELEGATE)
    first, second = browser_of(anna), browser_of(amund)
    hers, his = filled(first, title="Anna's title"), filled(second, title="Amund's title", city="Tromsø")
    assert first.post(PAGE, hers).status_code == 303
    answer = second.post(PAGE, his)
    assert answer.status_code == 409
    assert [(str(one["label"]), one["stored"], one["written"]) for one in answer.context["differing"]] == [
        ("Title", "Anna's title", "Amund's title"),
        ("City", "", "Tromsø"),
    ]
    form = answer.context["form"]
    assert (form["title"].value(), form["version"].value()) == ("Amund's title", "2")
    hub.refresh_from_db()
    assert (hub.title, hub.version) == ("Anna's title", 2)
    again = {field.html_name: field.value() for field in form if field.value() is not None}
    assert second.post(PAGE, again).status_code == 303
    hub.refresh_from_db()
    assert (hub.title, hub.city, hub.version) == ("Amund's title", "Tromsø", 3)


def test_the_action_itself_refuses_an_old_version(anna, hub):
    values = actions.profile_of(hub)
    actions.edit_hub(by=anna, hub=hub, version=1, values=values | {"city": "Tromsø"})
    with pytest.raises(Conflict):
        actions.edit_hub(by=anna, hub=hub, version=1, values=values | {"city": "Bodø"})


@pytest.mark.parametrize("who", ["ben", "carla", "dora", "otto", "olga"])
def test_others_do_not_find_the_page(request, browser_of, hub, who):
    browser = browser_of(request.getfixturevalue(who))
    assert [browser.get(PAGE).status_code, browser.post(PAGE, {"title": "x"}).status_code] == [404, 404]
    hub.refresh_from_db()
    assert hub.version == 1


def test_eve_is_asked_to_sign_in_whether_or_not_there_is_such_a_hub(eve, hub):
    places = [eve.get(f"/en/hubs/{slug}/edit/")["Location"].partition("?")[0] for slug in ("nordlys", "nix")]
    assert places == ["/en/sign-in/", "/en/sign-in/"]


def test_anna_whose_seat_has_ended_does_not_find_the_page(browser_of, anna, hub):
    anna.seats.update(since="2020-01-01", until="2021-12-31")
    assert browser_of(anna).get(PAGE).status_code == 404


def test_long_lists_are_folded_with_how_many_are_chosen_and_open_where_something_is_wrong(
    browser_of, anna, hub
):
    hub.concepts.add(*Concept.objects.filter(slug__in=["lorawan", "private-5g-network"]))
    browser = browser_of(anna)
    page = browser.get(PAGE)
    lists = [one for one in page.context["form"].sections if one.is_list]
    assert [(str(one.heading), one.chosen) for one in lists] == [
        ("Technologies", 0),
        ("Sectors", 0),
        ("Services", 0),
        ("Connectivity topics", 2),
    ]
    assert page.content.decode().count('<details class="choices">') == 4
    page = browser.post(PAGE, filled(browser, concepts=["no-such-topic"]))
    assert [one.has_errors for one in page.context["form"].sections if one.is_list] == [False] * 3 + [True]
    assert page.content.decode().count('<details class="choices" open>') == 1


def test_anna_keeps_her_profile_to_her_hub_and_it_is_nowhere_else(browser_of, anna, ben, dora, eve, hub):
    browser = browser_of(anna)
    page = browser.get(PAGE).content.decode()
    assert 'href="/en/who-can-see/hub/nordlys/?audience=hub#change" target="_blank" rel="noopener"' in page
    assert browser.post(PAGE, filled(browser, audience="hub")).status_code == 303
    for reader, status in ((browser, 200), (browser_of(ben), 200), (browser_of(dora), 404), (eve, 404)):
        assert reader.get("/en/hubs/nordlys/").status_code == status
        assert reader.get("/api/v1/search?country=NO").json()["total"] == (status == 200)
        assert reader.get("/api/v1/hubs").json()["count"] == (status == 200)
        assert b"Nordlys" not in reader.get("/en/hubs/export.csv").content
    assert browser.post(PAGE, filled(browser, audience="public")).status_code == 303
    assert eve.get("/api/v1/search?country=NO").json()["total"] == 1


@pytest.mark.parametrize("audience", ["group", "corridor", "everybody", "", "hub\x00"])
def test_an_audience_that_is_not_offered_is_refused(browser_of, anna, hub, audience):
    browser = browser_of(anna)
    answer = browser.post(PAGE, filled(browser, audience=audience))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["audience"])
    hub.refresh_from_db()
    assert (hub.audience, hub.version) == ("public", 1)
