"""Pages for the person, for whoever has a link, and calendars."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from corridor.kernel.audience import Audience
from corridor.meetings.models import Meeting
from corridor.members.models import GroupMembership, Seat
from corridor.post import feeds, keys
from corridor.post.actions import tell
from corridor.post.delivery.rounds import deliver_all, suppress
from corridor.post.enums import Obstacle, Rhythm
from corridor.post.kinds import Kind, register_kind
from corridor.post.models import Letter, MailWish, Notice, Suppression
from corridor.post.servers import smtp_server


@pytest.fixture
def meetings(group):
    secret = {"en": "Budget; plans,\r\nATTENDEE:mailto:eve@example.org"}
    Meeting.objects.create(
        group=group,
        held_on=date(2027, 3, 4),
        title={"en": "Open day", "fr": "Porte ouverte"},
        place="Łódź, hall 2",
        audience=Audience.PUBLIC,
    )
    return Meeting.objects.create(group=group, held_on=date(2027, 5, 6), title=secret)


def calendar_at(address: str) -> tuple[int, Calendar | None]:
    response = Client().get(address.removeprefix("http://127.0.0.1:8000"))
    return response.status_code, Calendar.from_ical(response.content) if response.status_code == 200 else None


def test_anna_reads_her_notices_and_chooses_a_rhythm(anna, ben, browser_of):
    mine = tell(person=anna, kind="test-news", context={"what": "<b>"}, key="1", url="/en/hubs/nordlys/")
    theirs = tell(person=ben, kind="test-news", context={"what": "x"}, key="1")
    client = browser_of(anna)
    page = client.get("/en/notices/").content.decode()
    assert "News about &lt;b&gt;" in page
    assert client.post(f"/en/notices/{theirs.pk}/").status_code == 404
    assert client.post(f"/en/notices/{mine.pk}/").status_code == 303
    assert not Notice.objects.of(anna).filter(read_at=None).exists()
    assert client.post("/en/account/mail/", {"rhythm": "hourly"}).status_code == 422
    assert client.post("/en/account/mail/", {"rhythm": "daily"}).status_code == 303
    assert MailWish.objects.get(person=anna).rhythm == Rhythm.DAILY


def test_one_click_unsubscribes_without_sign_in_and_looking_changes_nothing(anna):
    MailWish.objects.create(person=anna, rhythm=Rhythm.AT_ONCE)
    tell(person=anna, kind="test-news", context={"what": "x"}, key="1")
    url = Letter.objects.get().headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    program = Client(enforce_csrf_checks=True)
    assert program.get(url).status_code == 200
    assert program.post(url).status_code == 403
    assert MailWish.objects.get().rhythm == Rhythm.AT_ONCE
    assert program.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailWish.objects.get().rhythm == Rhythm.NEEDED
    again = url.replace("/unsubscribe/", "/subscribe-again/")
    assert Client().post(again).status_code == 303
    assert MailWish.objects.get().rhythm == Rhythm.AT_ONCE
    assert program.get(url[:-3] + "xx/").status_code == 404


def test_an_address_without_account_unsubscribes_from_news_alone(db, settings):
    from corridor.post.actions import write_to

    for kind, key in (("test-bulletin", "1"), ("test-secret", "2")):
        write_to(
            address="kim@example.org", name="Kim", language="en", kind=kind, context={"what": "x"}, key=key
        )
    token = keys.unsubscribe_token(person_id=None, address="kim@example.org")
    Client().post(f"/en/unsubscribe/{token}/", {"List-Unsubscribe": "One-Click"})
    deliver_all()
    assert dict(Letter.objects.values_list("kind", "state")) == {
        "test-bulletin": "suppressed",
        "test-secret": "sent",
    }


def test_a_person_sees_that_mail_came_back_and_lifts_it(anna, browser_of):
    suppress("anna@example.org", Obstacle.BOUNCE, "5.1.1 no such user")
    client = browser_of(anna)
    assert "no such user" in client.get("/en/account/mail/").content.decode()
    client.post("/en/account/mail/reachability/")
    assert not Suppression.objects.filter(lifted_at=None).exists()


def test_the_private_calendar_ends_with_access(anna, hub, meetings, browser_of):
    client = browser_of(anna)
    assert client.post("/en/account/calendar/address/").status_code == 303
    address = feeds.feed_of(anna).url
    assert address in client.get("/en/account/calendar/").content.decode()
    status, calendar = calendar_at(address)
    first, second = calendar.walk("VEVENT")
    assert (status, "METHOD" in calendar) == (200, False)
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2027, 3, 4), date(2027, 3, 5))
    assert first["UID"].startswith("meeting-")
    assert "Łódź, hall 2" in first["LOCATION"]
    assert "ATTENDEE" not in second
    assert second["SUMMARY"].startswith("Smart Connectivity: Budget; plans,")

    Meeting.objects.filter(pk=meetings.pk).update(revision=3)
    _status, calendar = calendar_at(address)
    assert [event["SEQUENCE"] for event in calendar.walk("VEVENT")] == [0, 3]
    assert [event["UID"] for event in calendar.walk("VEVENT")] == [first["UID"], second["UID"]]

    GroupMembership.objects.filter(hub=hub).update(until=timezone.localdate() - timedelta(days=1))
    assert calendar_at(address)[1].walk("VEVENT") == []
    Seat.objects.filter(person=anna).delete()
    feeds.close_feeds(anna)
    assert calendar_at(address)[0] == 404
    assert calendar_at("/calendar/guess.ics")[0] == 404


def test_the_public_calendar_has_public_meetings_alone(meetings, eve, browser_of, dora):
    for client in (eve, browser_of(dora)):
        calendar = Calendar.from_ical(client.get("/fr/smart-connectivity/meetings.ics").content)
        (event,) = calendar.walk("VEVENT")
        assert event["SUMMARY"] == "Smart Connectivity: Porte ouverte"


def test_the_development_mailbox_is_the_operators_and_gone_with_a_mail_server(
    anna, olga, browser_of, settings
):
    register_kind(Kind("test-link", "Link", "stories/news", needs_answer=True))
    tell(person=anna, kind="test-link", context={"what": "<script>alert(1)</script>"}, key="1")
    deliver_all()
    letter = Letter.objects.get()
    client = browser_of(olga)
    assert letter.subject in client.get("/en/mailbox/").content.decode().replace("&lt;", "<").replace(
        "&gt;", ">"
    )
    page = client.get(f"/en/mailbox/{letter.uid}/").content.decode()
    assert "Auto-Submitted" in page
    assert "<script>alert" not in page
    html = client.get(f"/en/mailbox/{letter.uid}/html/")
    assert "sandbox" in html["Content-Security-Policy"]
    assert "default-src 'none'" in html["Content-Security-Policy"]
    assert "<script>" not in html.content.decode()
    assert browser_of(anna).get("/en/mailbox/").status_code == 404
    anna.is_fictional = True
    anna.save()
    assert browser_of(anna).get("/en/mailbox/").status_code == 200
    settings.SMTP = smtp_server("smtp://127.0.0.1:1")
    assert client.get("/en/mailbox/").status_code == 404
    assert client.get(f"/en/mailbox/{letter.uid}/html/").status_code == 404
