"""Who reads what became of a record, and how it is told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corridor.kernel import journal
from corridor.kernel.audience import Audience
from corridor.kernel.journal.differences import Part, compared, shown
from corridor.kernel.journal.queries import PAGE_SIZE
from corridor.kernel.journal.registry import verbs
from corridor.members import actions
from corridor.members.enums import SeatRole
from corridor.members.models import Hub, Seat
from tests.conftest import seated

pytestmark = pytest.mark.django_db
OF_HUB = "/en/journal/hub/nordlys/"
CAST = ("anna", "ben", "carla", "dora", "cora", "finn", "tess", "otto", "gil", "olga")
NEW = "Private 5G networks for ports and shipyards and fish farms, with tests at the quay and on board."
OLD = "Private 5G networks for ports and fish farms, with tests at the quay and on board."


def edited(by, hub, **values) -> Hub:
    return actions.edit_hub(by=by, hub=hub, version=hub.version, values=values)


def test_the_hubs_editors_read_its_journal_and_the_moderators_their_groups(
    request, browser_of, eve, anna, hub, other_hub, group
):
    people = {name: request.getfixturevalue(name) for name in CAST}
    amund = seated("Amund", hub, SeatRole.DELEGATE)
    people["amund"] = amund
    for address, readers in (
        (OF_HUB, {"anna", "amund"}),
        ("/en/journal/group/smart-connectivity/", {"dora", "cora"}),
        ("/en/journal/", {"olga"}),
        ("/en/journal/hub/nowhere/", set()),
        ("/en/journal/nothing/1/", set()),
    ):
        got = {name for name, one in people.items() if browser_of(one).get(address).status_code == 200}
        assert (address, got) == (address, readers)
        assert eve.get(address).status_code == 302
        assert browser_of(anna).post(address).status_code in (404, 405)


def test_it_tells_field_by_field_and_word_by_word_in_the_readers_language_and_time(browser_of, anna, hub):
    hub.description = {"en": OLD}
    hub.save()
    with time_machine.travel(datetime(2026, 11, 23, 22, 30, tzinfo=UTC), tick=False):
        edited(anna, hub, city="Tromsø", description={"en": NEW, "sv": "", "da": "Havne."})
    anna.time_zone = "Europe/Helsinki"
    anna.save()
    page = browser_of(anna).get(OF_HUB)
    html = page.content.decode()
    entry = page.context["entries"][0]
    assert (entry.who, entry.title) == ("Anna", "Hub’s profile changed")
    told = {(one.label, one.language): one for one in entry.changes}
    assert (told["City", ""].before, told["City", ""].after) == ("", "Tromsø")
    assert told["Description", "da"].after == "Havne."
    assert [part.kind for part in told["Description", "en"].parts] == ["same", "new", "same"]
    assert re.search(r"<ins>[^<]*shipyards[^<]*</ins>", html)
    assert '<dd lang="en">' in html
    assert '<time datetime="2026-11-24T00:30:00+02:00" lang="en">24 Nov 2026, 00:30:00</time>' in html
    assert "24 nov. 2026, 00:30:00" in browser_of(anna).get(OF_HUB.replace("/en/", "/fr/")).content.decode()


def test_seats_of_the_hub_are_told_with_the_names_of_their_people(anna, ben, hub, olga, browser_of):
    seat = Seat(person=ben, hub=hub, role=SeatRole.DELEGATE, since=date(2026, 1, 1))
    actions.save_term(by=olga, term=seat)
    entry = browser_of(anna).get(OF_HUB).context["entries"][0]
    told = {one.label: one.after for one in entry.changes}
    assert (entry.who, entry.title) == ("Olga", "Seat given")
    assert (told["Person"], told["Role"], told["Since"]) == ("Ben", "delegate", "2026-01-01")


def test_the_operator_finds_acts_by_who_what_and_when_and_reads_nothing_confidential(
    browser_of, olga, anna, carla, hub, other_hub
):
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        edited(anna, hub, city="Tromsø")
    edited(carla, other_hub, city="Bergensecret", audience=Audience.HUB)
    browser = browser_of(olga)

    def titles(query: str) -> list[str]:
        entries = browser.get(f"/en/journal/?{query}").context["entries"]
        return [f"{one.who}: {one.about}" for one in entries if one.title == "Hub’s profile changed"]

    annas, carlas = f"Anna: hub {hub.pk}", f"Carla: hub {other_hub.pk}"
    assert titles("") == titles("verb=edit-hub") == [carlas, annas]
    assert titles("who=ann") == titles("who=anna@example.org") == [annas]
    assert titles("until=2026-03-01&since=2026-03-01") == [annas]
    assert titles("since=2026-03-02") == [carlas]
    assert titles(f"record_type=members.hub&record_id={other_hub.pk}") == [carlas]
    assert titles("record_type=members.seat") == titles("verb=import") == []
    assert titles("verb=nonsense&since=never&before=x&record_id=%00") == [carlas, annas]
    html = browser.get("/en/journal/").content.decode()
    assert "Tromsø" in html
    assert "Bergensecret" not in html
    assert "What the record says is for its own people." in html


def test_pages_go_on_along_the_numbers_and_cost_the_same(browser_of, olga, anna, hub):
    browser = browser_of(olga)
    first = edited(anna, hub, city="City 0")

    def cost(address: str) -> int:
        browser.get(address)  # whatever is looked up once and kept
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    few = {address: cost(address) for address in ("/en/journal/", "/en/journal/?who=an")}
    for number in range(1, 2 * PAGE_SIZE):
        first = edited(anna, first, city=f"City {number}")
    assert {address: cost(address) for address in few} == few
    page = browser.get("/en/journal/?verb=edit-hub")
    assert len(page.context["entries"]) == PAGE_SIZE
    rest = browser.get(f"/en/journal/?verb=edit-hub&before={page.context['older']}")
    assert rest.context["entries"][-1].changes[0].after == "City 0"
    assert rest.context["older"] is None


def test_texts_are_compared_word_by_word():
    assert compared("one two three", "one 2 three four") == (
        Part("same", "one "),
        Part("gone", "two "),
        Part("new", "2 "),
        Part("same", "three "),
        Part("new", "four"),
    )
    long = "word " * 5000
    assert compared(long, long + "x") == (Part("gone", long), Part("new", long + "x"))


def test_case_22_hostile_values_are_told_literally(browser_of, anna, hub):
    hostile = "<script>alert(1)</script> {{7*7}} %(name)s"
    journal.record("edit-hub", hub, by=anna, before={"city": hostile, "<b>": "x"}, after={"city": {"a": [1]}})
    html = browser_of(anna).get(OF_HUB).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}} %(name)s" in html
    assert "<script>alert" not in html
    assert "<b>" not in html


def test_secrets_are_dropped_by_name_wherever_they_stand(hub):
    secret = {"city": "x", "Password": "1", "api_token": "1", "inside": {"key": "1", "ok": [{"otp": "1"}]}}
    entry = journal.record("edit-hub", hub, before=secret, after=secret)
    assert entry.before == entry.after == {"city": "x", "inside": {"ok": [{}]}}


def test_what_is_no_table_any_more_is_told_as_well(hub, olga):
    entry = journal.JournalEntry.objects.create(
        verb="sing-a-song", record_type="old.thing", record_id="x", after={"a_b": None, "c": True, "d": 1.5}
    )
    told = shown([entry])[0]
    assert (told.who, told.title, told.about) == ("the installation itself", "Sing a song", "old.thing x")
    assert [(one.label, one.after) for one in told.changes] == [("C", "yes"), ("D", "1.5")]


def test_every_act_has_a_title():
    source = Path(journal.__file__).parents[2]
    texts = [path.read_text(encoding="utf-8") for path in source.rglob("*.py")]
    written = {verb for text in texts for verb in re.findall(r'journal\.record\w*\(\s*"([a-z-]+)"', text)}
    passed_on = {verb for text in texts for verb in re.findall(r'verb="([a-z-]+)"', text)}
    assert len(written) > 30
    assert sorted((written | passed_on) - set(verbs())) == []
