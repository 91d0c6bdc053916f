"""Events as everybody sees them, and as their organisers plan, publish, change and cancel them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from corridor.events.models import Event, Session
from corridor.kernel.journal import JournalEntry
from tests.bilaterals.making import new_event

AT = "/en/smart-connectivity/events/"


def words(response) -> str:
    """The text of a page as one line."""
    spaced = re.sub(r"</(dt|dd|p|li|h\d)>|<br>", r" \g<0>", response.content.decode())
    return re.sub(r"\s+", " ", strip_tags(spaced))


def filled_in(**fields) -> dict[str, str]:
    begins = (timezone.localtime() + timedelta(days=60)).replace(hour=9, minute=0)
    given = {
        "title_en": "Connectivity Summit",
        "starts_at": f"{begins:%Y-%m-%dT%H:%M}",
        "ends_at": f"{begins + timedelta(days=1, hours=7):%Y-%m-%dT%H:%M}",
        "zone": "Europe/Brussels",
        "mode": "on-site",
        "place": "Rue de la Loi 1",
        "country": "BE",
        "capacity": "40",
        "language": "en",
        "audience": "public",
        "version": "1",
    }
    return given | fields


def test_dora_plans_an_event_and_eve_sees_it_once_it_is_published(dora, anna, eve, browser_of):
    browser = browser_of(dora)
    answer = browser.post(f"{AT}new/", filled_in())
    page = f"{AT}connectivity-summit/"
    assert (answer.status_code, answer["Location"]) == (303, page)
    event = Event.objects.get()
    assert (event.country_id, event.made_by) == ("BE", dora)
    assert "This is a draft" in words(browser_of(anna).get(page))
    assert eve.get(page).status_code == 404
    assert "Connectivity Summit" not in words(eve.get(AT))
    assert browser.post(f"{page}publication/").status_code == 303
    shown = words(eve.get(page))
    assert "40 places on site are left." in shown
    assert "09:00 – " in shown, "two days"
    for place in (AT, "/en/smart-connectivity/"):
        assert f'href="{page}"' in eve.get(place).content.decode()
    of_event = JournalEntry.objects.filter(verb__endswith="-event").order_by("pk")
    assert [one.verb for one in of_event] == ["plan-event", "publish-event"]


def test_a_draft_can_be_deleted_and_what_is_published_cannot(group, summit, dora, browser_of):
    new_event(group, slug="plan", state="draft", published_at=None)
    browser = browser_of(dora)
    assert browser.post(f"{AT}plan/deletion/")["Location"] == AT
    browser.post(f"{AT}summit/deletion/")
    assert "This event is published. Cancel it instead." in words(browser.get(f"{AT}summit/"))
    assert [one.slug for one in Event.objects.all()] == ["summit"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title_en": ""}, "Write this in at least one language."),
        ({"ends_at": "2020-01-01T09:00"}, "It cannot end before it begins."),
        ({"place": ""}, "Where is it?"),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"starts_at": "2030-03-31T02:30", "ends_at": "2030-03-31T09:00"}, "does not exist there"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(wrong, said, dora, browser_of):
    answer = browser_of(dora).post(f"{AT}new/", filled_in(**wrong))
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Event.objects.exists()


def test_otto_and_anna_see_it_but_cannot_change_it(summit, otto, anna, carla, browser_of):
    for person in (otto, anna, carla):
        browser, page = browser_of(person), f"{AT}summit/"
        assert "Cancel this event" not in words(browser.get(page))
        assert browser.get(f"{page}edit/").status_code == 404
        assert browser.post(f"{page}edit/", filled_in()).status_code == 404
        assert browser.post(f"{page}publication/").status_code == 404
        assert browser.post(f"{page}cancellation/", {"reason": "No"}).status_code == 404


def test_a_later_writer_sees_both_versions(summit, dora, cora, browser_of):
    page = f"{AT}summit/edit/"
    assert browser_of(dora).post(page, filled_in(title_en="Summit of ports")).status_code == 303
    answer = browser_of(cora).post(page, filled_in(title_en="Summit of farms"))
    assert answer.status_code == 409
    assert "Summit of ports" in words(answer)
    assert Event.objects.get().title == {"en": "Summit of ports"}


def test_who_would_gain_the_event_is_told_before_it_is_saved(summit, dora, browser_of):
    Event.objects.update(audience="group")
    page, browser = f"{AT}summit/edit/", browser_of(dora)
    answer = browser.post(page, filled_in())
    assert answer.status_code == 422
    assert "Everybody could see it, also people without an account." in words(answer)
    assert browser.post(page, filled_in(audience_seen="public")).status_code == 303


def test_the_link_to_join_is_on_no_page_for_everybody(summit, anna, eve, browser_of):
    for browser in (eve, browser_of(anna)):
        assert summit.link not in browser.get(f"{AT}summit/").content.decode()


def test_the_list_asks_as_often_for_many_events_as_for_one(summit, group, dora, browser_of):
    browser = browser_of(dora)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(AT).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for number in range(5):
        new_event(group, slug=f"summit-{number}")
    assert cost() == few


def test_the_programme_is_told_by_the_clocks_there(summit):
    begins = summit.starts_at
    Session.objects.create(
        event=summit, title={"en": "Welcome"}, starts_at=begins, ends_at=begins + timedelta(hours=1)
    )
    next_day = begins + timedelta(days=1)
    Session.objects.create(event=summit, starts_at=next_day, ends_at=next_day + timedelta(hours=1))
    page = Client().get(f"{AT}summit/")
    assert "09:00–10:00 Welcome" in words(page)
    assert page.content.decode().count('<ol class="ruled programme">') == 2, "one for each day"
