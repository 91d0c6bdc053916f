"""Anna decides for each of her contact details who sees it, and takes it back."""

from __future__ import annotations

import pytest

from corridor.kernel.audience import Audience
from corridor.kernel.journal import JournalEntry
from corridor.members.contacts import actions
from corridor.members.contacts.models import ContactDetail
from corridor.members.contacts.queries import contacts_visible_to
from corridor.members.queries import viewer_of
from corridor.people.models import Consent

pytestmark = pytest.mark.django_db
PAGE = "/en/account/contacts/"
NUMBER = "+47 55 00 11 22"
CAST = ("anna", "ben", "carla", "dora", "cora", "finn", "tess", "otto", "gil", "olga")


@pytest.fixture
def cast(request, group, hub, other_hub):
    return {name: request.getfixturevalue(name) for name in CAST}


def show(by, audience=Audience.NETWORK, kind="phone", value=NUMBER) -> ContactDetail:
    return actions.show_contact(by=by, kind=kind, value=value, audience=audience, agreed_to="I agree.")


def who_see_it(cast) -> set[str]:
    return {name for name, one in cast.items() if contacts_visible_to(viewer_of(one)).exists()}


@pytest.mark.parametrize(
    ("audience", "others"),
    [
        (Audience.HUB, {"ben"}),
        (Audience.GROUP, {"ben", "dora", "cora", "tess"}),
        (Audience.NETWORK, {"ben", "dora", "cora", "tess", "carla"}),
        (Audience.PUBLIC, set(CAST)),
    ],
)
def test_case_04_who_only_looks_on_sees_no_personal_contact(cast, browser_of, eve, audience, others):
    """Finn (officer), Otto (observer) and Gil (guest) read the group's records, but nobody's number."""
    show(cast["anna"], audience)
    assert who_see_it(cast) == {"anna"} | others
    for name, one in cast.items():
        page = browser_of(one).get("/en/hubs/nordlys/").content.decode()
        assert (NUMBER in page) == (name in {"anna"} | others), name
        assert ("People of this hub" in page) == (name != "olga" or audience == Audience.PUBLIC)
    page = eve.get("/en/hubs/nordlys/").content.decode()
    assert (NUMBER in page, "Anna" in page) == (audience == Audience.PUBLIC,) * 2
    assert "anna@example.org" not in page


def test_anna_shows_her_number_and_the_ledger_says_what_she_agreed_to(browser_of, anna, hub):
    browser = browser_of(anna)
    sent = {"value": NUMBER, "audience": "network", "agreed": "on"}
    answer = browser.post(f"{PAGE}phone/", sent)
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    contact = ContactDetail.objects.get()
    assert (contact.person, contact.value, contact.audience) == (anna, NUMBER, "network")
    assert (contact.consent.purpose, contact.consent.language) == ("contact-phone", "en")
    assert contact.consent.text == (
        "Phone: people of all hubs of the network. "
        "I agree that these people see it here. I can take this back on this page at any time."
    )
    browser.post(f"{PAGE}phone/", sent | {"audience": "hub"})
    assert Consent.objects.count() == 2
    contact.refresh_from_db()
    assert contact.consent.text.startswith("Phone: people of my hubs.")
    page = browser.get(PAGE).content.decode()
    assert NUMBER in page
    assert "/en/who-can-see/contact/phone/" in page
    assert "Anna and Ben" not in browser.get("/en/who-can-see/contact/phone/").content.decode()


def test_without_agreeing_nothing_is_kept(browser_of, anna):
    answer = browser_of(anna).post(f"{PAGE}phone/", {"value": NUMBER, "audience": "public"})
    assert answer.status_code == 422
    assert not ContactDetail.objects.exists()
    assert not Consent.objects.exists()


@pytest.mark.parametrize("way", ["hiding", "ledger", "removal"])
def test_taken_back_it_is_gone_from_every_page_at_once(browser_of, anna, carla, hub, way):
    contact = show(anna)
    others, browser = browser_of(carla), browser_of(anna)
    assert NUMBER in others.get("/en/hubs/nordlys/").content.decode()
    address = {
        "hiding": f"{PAGE}phone/hiding/",
        "removal": f"{PAGE}phone/removal/",
        "ledger": f"/en/account/privacy/consents/{contact.consent_id}/withdrawal/",
    }[way]
    assert browser.post(address).status_code == 303
    assert NUMBER not in others.get("/en/hubs/nordlys/").content.decode()
    assert NUMBER not in browser.get("/en/hubs/nordlys/").content.decode()
    assert ("Only you see this" in browser.get(PAGE).content.decode()) == (way != "removal")
    assert Consent.objects.get().withdrawn_at is not None


def test_whose_seat_has_ended_is_not_shown_any_more(cast):
    show(cast["anna"], Audience.PUBLIC)
    cast["anna"].seats.update(since="2020-01-01", until="2021-12-31")
    assert who_see_it(cast) == {"anna"}


def test_case_02_the_details_of_others_are_not_found(browser_of, anna, carla):
    show(anna)
    browser = browser_of(carla)
    for address in ("hiding", "removal"):
        assert browser.post(f"{PAGE}phone/{address}/").status_code == 404
    assert browser.get("/en/who-can-see/contact/phone/").status_code == 404
    browser.post(
        f"{PAGE}phone/", {"value": "12345", "audience": "hub", "agreed": "on", "person": anna.pk, "id": 1}
    )
    assert {(one.person, one.value) for one in ContactDetail.objects.all()} == {
        (anna, NUMBER),
        (carla, "12345"),
    }


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("web", "javascript:alert(1)"),
        ("web", "data:text/html,x"),
        ("web", "ftp://example.org/x"),
        ("web", "//evil"),
        ("email", "anna@example.org\r\nBcc: x@example.org"),
        ("email", "not an address"),
        ("phone", "javascript:alert(1)"),
        ("phone", "1"),
        ("job-title", "\x00"),
        ("job-title", "one\ntwo"),
        ("messenger", "x" * 121),
        ("nonsense", "x"),
    ],
)
def test_case_17_what_is_no_such_detail_is_refused(browser_of, anna, kind, value):
    sent = {"value": value, "audience": "public", "agreed": "on"}
    answer = browser_of(anna).post(f"{PAGE}{kind}/", sent)
    assert answer.status_code == (404 if kind == "nonsense" else 422)
    assert not ContactDetail.objects.exists()


def test_a_web_page_of_a_person_opens_without_a_way_back(browser_of, anna, eve, hub):
    browser_of(anna).post(f"{PAGE}web/", {"value": "//anna.example/me", "audience": "public", "agreed": "on"})
    assert (
        'href="https://anna.example/me" rel="noopener nofollow ugc"'
        in eve.get("/en/hubs/nordlys/").content.decode()
    )


def test_the_journal_says_that_it_changed_and_never_the_value(anna):
    show(anna)
    contact = show(anna, Audience.HUB, value="+47 99 99 99 99")
    actions.remove_contact(by=anna, contact=contact)
    entries = list(JournalEntry.objects.filter(record_type="members.contactdetail").order_by("id"))
    assert [(one.verb, one.before, one.after) for one in entries] == [
        ("show-contact", {}, {"kind": "phone", "audience": "network"}),
        (
            "show-contact",
            {"kind": "phone", "audience": "network"},
            {"kind": "phone", "audience": "hub"},
        ),
        ("remove-contact", {"kind": "phone", "audience": "hub"}, {}),
    ]
    assert "99 99" not in str(list(JournalEntry.objects.values_list("before", "after")))
