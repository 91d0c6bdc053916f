"""Free times of Nordlys' test bed: in Oslo's time for Anna, in their own for others, never twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from corridor.catalogue.models import Service, TestBedSlot
from corridor.catalogue.slots.actions import Overlap, add_slots
from corridor.catalogue.slots.hours import weekly, zone_of_hub
from corridor.kernel.journal import JournalEntry
from corridor.vocab.models import Country, Region
from tests.catalogue.making import make_test_bed
from tests.catalogue.test_pages import words

pytestmark = pytest.mark.django_db
PAGE = "/en/hubs/nordlys/services/private-5g-on-your-quay/slots/"
REMOVAL = f"{PAGE}removal/"


@pytest.fixture
def bed(service):
    return make_test_bed(service)


def a_monday(weeks: int = 3) -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def asked(**more) -> dict:
    return {"day": a_monday().isoformat(), "begins": "09:00", "hours": "4", "zone": "Europe/Oslo"} | more


def test_anna_adds_a_series_in_the_time_of_her_hub_and_others_read_it_in_theirs(browser_of, anna, ben, bed):
    browser = browser_of(anna)
    form = browser.get(PAGE).context["form"]
    assert (form["zone"].value(), form["hours"].value()) == ("Europe/Oslo", 4)
    until = (a_monday() + timedelta(days=20)).isoformat()
    answer = browser.post(PAGE, asked(until=until))
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    page = browser.get(PAGE)
    assert "3 slots are added." in [str(one) for one in page.context["messages"]]
    assert words(page).count("9:00–13:00 (Oslo)") == 3
    assert len(JournalEntry.objects.get(verb="add-slots").after["slots"]) == 3
    ben.time_zone = "Europe/Helsinki"
    ben.save()
    of_service = PAGE.removesuffix("slots/")
    assert "10:00–14:00 (Helsinki)" in words(browser_of(ben).get(of_service))
    assert "09:00–13:00 (Oslo)" in words(browser_of(None).get(of_service))


def test_what_overlaps_is_refused_in_plain_words_and_nothing_is_added(browser_of, anna, bed):
    browser = browser_of(anna)
    assert browser.post(PAGE, asked(day=(a_monday() + timedelta(weeks=1)).isoformat())).status_code == 303
    answer = browser.post(PAGE, asked(begins="11:00", until=(a_monday() + timedelta(days=20)).isoformat()))
    assert (answer.status_code, TestBedSlot.objects.count()) == (422, 1)
    assert "There is a slot already: Monday" in words(answer)
    assert "09:00–13:00 (Oslo). Nothing was added." in words(answer)
    assert browser.post(PAGE, asked(begins="13:00")).status_code == 303, "one ends where the next begins"


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"day": "2020-01-06"}, "day", "from today on"),
        ({"day": "9999-12-31"}, "day", "at most three years ahead"),
        ({"day": "0001-01-01"}, "day", "from today on"),
        ({"until": "2020-01-06"}, "until", "The last day is before the first."),
        ({"until": "9999-12-31"}, "until", "A series lasts a year at most."),
        ({"hours": "0"}, "hours", "greater than or equal to 1"),
        ({"hours": "9" * 30}, "hours", "less than or equal to 336"),
        ({"hours": "200", "until": (a_monday() + timedelta(days=8)).isoformat()}, "hours", "than a week has"),
        ({"zone": "Mars/Olympus"}, "zone", "Select a valid choice"),
        ({"begins": "25:00"}, "begins", "Enter a valid time"),
    ],
)
def test_times_that_cannot_be_are_said_beside_their_field(browser_of, anna, bed, given, field, said):
    answer = browser_of(anna).post(PAGE, asked(**given))
    assert (answer.status_code, TestBedSlot.objects.count()) == (422, 0)
    assert said in " ".join(answer.context["form"].errors[field])


def test_an_hour_that_clocks_skip_is_left_out_and_said(browser_of, anna, bed):
    """Clocks go forward on the last Sunday of March."""
    year = timezone.localdate().year + 1
    skipped = date(year, 3, 31) - timedelta(days=(date(year, 3, 31).weekday() + 1) % 7)
    browser = browser_of(anna)
    night = {"begins": "02:30", "day": skipped.isoformat()}
    answer = browser.post(PAGE, asked(**night))
    assert "02:30 does not exist there" in " ".join(answer.context["form"].errors["begins"])
    week_before = (skipped - timedelta(weeks=1)).isoformat()
    series = {"begins": "02:30", "day": week_before, "until": (skipped + timedelta(weeks=1)).isoformat()}
    assert browser.post(PAGE, asked(**series)).status_code == 303
    said = [str(one) for one in browser.get(PAGE).context["messages"]]
    assert TestBedSlot.objects.count() == 2
    assert [one for one in said if "02:30 does not exist there" in one and str(year) in one]
    hours = [one.starts_at.astimezone(UTC).hour for one in TestBedSlot.objects.all()]
    assert hours == [1, 0], "the same hour on the clock"


def test_a_week_later_is_the_same_hour_on_the_clock():
    first, second = weekly(date(2027, 10, 25), time(9), 4, "Europe/Oslo", date(2027, 11, 1))
    assert first.starts_at == datetime(2027, 10, 25, 7, tzinfo=UTC)
    assert second.starts_at == datetime(2027, 11, 1, 8, tzinfo=UTC)


def test_where_the_clocks_of_a_hub_are(hub):
    found = {}
    for country, region in (("NO", None), ("PT", None), ("ES", "ES705"), ("CY", None), ("DE", None)):
        hub.country = Country.objects.get(code=country)
        hub.region = Region.objects.filter(code=region).first()
        found[country] = zone_of_hub(hub)
    assert found == {
        "NO": "Europe/Oslo",
        "PT": "Europe/Lisbon",
        "ES": "Atlantic/Canary",
        "CY": "Asia/Nicosia",
        "DE": "Europe/Berlin",
    }


def test_who_does_what_with_slots(browser_of, anna, ben, carla, bed, draft):
    browser_of(anna).post(PAGE, asked())
    slot = TestBedSlot.objects.get()
    for stranger in (ben, carla):
        assert browser_of(stranger).get(PAGE).status_code == 404
        assert browser_of(stranger).post(PAGE, asked(begins="15:00")).status_code == 404
        assert browser_of(stranger).post(REMOVAL, {"slots": [slot.pk]}).status_code == 404
    assert browser_of(anna).get("/en/hubs/nordlys/services/draft/slots/").status_code == 404, "no test bed"
    other = make_test_bed(draft)
    foreign = TestBedSlot.objects.create(
        test_bed=other, starts_at=slot.starts_at, ends_at=slot.starts_at + timedelta(hours=1)
    )
    sent = {"slots": [slot.pk, foreign.pk, "x", "9" * 40, "-1"]}
    assert browser_of(anna).post(REMOVAL, sent).status_code == 303
    assert list(TestBedSlot.objects.all()) == [foreign], "only those of this test bed"
    Service.objects.filter(pk=bed.service_id).update(state="withdrawn")
    assert browser_of(anna).post(PAGE, asked()).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_many_who_add_the_same_time_at_once_add_it_once(anna, bed):
    starts = timezone.now() + timedelta(days=30)

    def add(number: int) -> str:
        try:
            times = [(starts + timedelta(hours=number % 3), starts + timedelta(hours=4 + number % 3))]
            add_slots(by=anna, service=bed.service, times=times)
        except Overlap:
            return "there already"
        finally:
            connection.close()
        return "added"

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(add, range(20)))
    assert (outcomes.count("added"), TestBedSlot.objects.count()) == (1, 1)
