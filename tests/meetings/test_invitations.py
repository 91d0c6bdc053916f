"""Invitations that calendars obey: out as iTIP, back by link, by a word, and from a calendar (case 30)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from corridor.kernel.audience import Audience
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.waiting import waiting_for
from corridor.meetings.actions import cancel_meeting, edit_meeting, fix_date
from corridor.meetings.enums import MeetingState, Reply, Via
from corridor.meetings.invitations import actions
from corridor.meetings.invitations.inviting import Guest
from corridor.meetings.models import Invitation, Meeting
from corridor.members.models import Seat
from corridor.members.queries import viewer_of
from corridor.post import feeds
from corridor.post.delivery.messages import message_of, signed
from corridor.post.enums import Arrival
from corridor.post.inbound.sorting import take_in
from corridor.post.models import InboundMail, Letter, Notice

from .invited import BRUSSELS, DOMAIN, entry_of, letters_to, plenary, question_of, reply_to

pytestmark = pytest.mark.django_db

LENA = Guest("Lena Läufer", "lena@example.net", language="de", zone="Europe/Helsinki", is_required=True)


@pytest.fixture(autouse=True)
def with_a_domain(settings):
    settings.MAIL_DOMAIN = DOMAIN


@pytest.fixture
def meeting(group) -> Meeting:
    return plenary(group)


@pytest.fixture
def invited(meeting, dora, anna, ben) -> dict[str, Invitation]:
    """Anna and Ben of Nordlys, and Lena, who has no account: all have their letter."""
    actions.invite_people(by=dora, meeting=meeting, people=[anna, ben], guests=[LENA], required=[anna.pk])
    assert actions.announce(by=dora, meeting=meeting) == 3
    return {one.mail.partition("@")[0]: one for one in meeting.invitations.select_related("person")}


def of(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_related("meeting").get(pk=invitation.pk)


def test_each_gets_an_entry_of_their_own_that_calendars_obey(invited, meeting, hub, dora):
    assert {one.hub for one in invited.values() if one.person} == {hub}
    (to_anna,), (to_lena,) = letters_to("anna@example.org"), letters_to("lena@example.net")
    for letter, role, name in (
        (to_anna, "REQ-PARTICIPANT", "Anna"),
        (to_lena, "REQ-PARTICIPANT", "Lena Läufer"),
    ):
        calendar, event = Calendar.from_ical(letter.calendar), entry_of(letter)
        assert (calendar["METHOD"], event["UID"]) == ("REQUEST", f"meeting-{meeting.uid}@{DOMAIN}")
        assert (event["SEQUENCE"], event["DTSTART"].params["TZID"]) == (0, "Europe/Brussels")
        assert event["DTSTART"].dt == meeting.starts_at
        assert event["DTEND"].dt == meeting.ends_at
        assert event["ATTENDEE"] == f"mailto:{letter.to}"  # one, and nobody else's address
        shown = event["ATTENDEE"].params
        assert (shown["ROLE"], shown["PARTSTAT"], shown["RSVP"]) == (role, "NEEDS-ACTION", "TRUE")
        assert shown["CN"] == name
        assert (event["LOCATION"], "https://meet.example/abc" in event["DESCRIPTION"]) == (
            "Brussels, Rue 1",
            True,
        )
        assert not event.errors
        assert "ben@" not in letter.calendar
    assert entry_of(letters_to("ben@example.org")[0])["ATTENDEE"].params["ROLE"] == "OPT-PARTICIPANT"
    reply_address = str(entry_of(to_anna)["ORGANIZER"]).removeprefix("mailto:")
    assert reply_address == question_of(invited["anna"]).reply_address == to_anna.headers["Reply-To"]
    assert "URL" in entry_of(to_anna)
    assert "URL" not in entry_of(to_lena)  # she could not open the page
    assert "10:00" in to_lena.text  # in Helsinki, and
    assert "09:00" in to_lena.text  # in Brussels
    assert (to_lena.language, to_lena.is_secret) == ("de", True)
    assert actions.announce(by=dora, meeting=meeting) == 0


def test_the_mail_carries_the_entry_twice_and_is_the_same_each_time(invited):
    (letter,) = letters_to("anna@example.org")
    raw = signed(message_of(letter))
    assert raw == signed(message_of(Letter.objects.get(pk=letter.pk)))
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = {part.get_content_type(): part for part in message.walk()}
    assert list(parts) == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"),
        "application/ics",
    ]
    entry = parts["text/calendar"]
    assert entry.get_param("method") == "REQUEST"
    assert entry.get_payload(decode=True).decode() == letter.calendar
    assert parts["application/ics"].get_filename() == "invite.ics"
    assert parts["application/ics"].get_content() == letter.calendar.encode()


def test_answers_come_by_link_by_a_word_and_from_a_calendar_and_may_change(invited, browser_of):
    address = question_of(invited["anna"]).url_for("yes").removeprefix("http://127.0.0.1:8000")
    eve = Client()
    assert "I am coming" in eve.get(address).content.decode()
    assert of(invited["anna"]).reply == Reply.NEEDS_ACTION  # looking changes nothing
    assert eve.post(address).status_code == 303
    assert (of(invited["anna"]).reply, of(invited["anna"]).replied_via) == (Reply.ACCEPTED, Via.LINK)
    page = eve.get(address.replace("/yes/", "/")).content.decode()
    assert "You answered: I am coming" in page
    assert "Change your answer" in page
    eve.post(address.replace("/yes/", "/no/"))
    assert of(invited["anna"]).reply == Reply.DECLINED

    ben = take_in(
        reply_to(letters_to("ben@example.org")[0], "DECLINED", more="COMMENT:On holiday\\, sorry\r\n")
    )
    assert (ben.arrival, ben.note) == (Arrival.ANSWER, "no")
    declined = of(invited["ben"])
    assert (declined.reply, declined.replied_via, declined.note) == (
        *(Reply.DECLINED, Via.CALENDAR),
        "On holiday, sorry",
    )
    lena = EmailMessage()
    lena["From"], lena["To"] = "lena@example.net", question_of(invited["lena"]).reply_address
    lena["Message-ID"] = "<1@example.net>"
    lena.set_content("Vielleicht, ich frage noch\n\nAm 3.4.2027 schrieb Corridor:\n> ja")
    take_in(lena.as_bytes())
    assert of(invited["lena"]).reply == Reply.TENTATIVE
    lena.replace_header("Message-ID", "<2@example.net>")
    lena.set_content("I would have to leave at ten, and somebody has to open the door for me downstairs.")
    assert take_in(lena.as_bytes()).arrival == Arrival.ANSWER
    assert of(invited["lena"]).note.startswith("I would have to leave")
    assert of(invited["lena"]).reply == Reply.TENTATIVE
    assert Letter.objects.filter(kind__startswith="reply-").count() == 0

    anna = browser_of(invited["anna"].person)
    place = invited["anna"].meeting
    own = f"/en/smart-connectivity/meetings/{place.pk}/people/answer/"
    assert anna.post(own, {"reply": "tentative", "note": "Late\r\nBcc: x"}).status_code == 303
    assert (of(invited["anna"]).reply, of(invited["anna"]).note) == (Reply.TENTATIVE, "Late Bcc: x")
    assert anna.post(own, {"reply": "needs-action"}).status_code == 422


def test_changes_reach_every_calendar_once_and_a_new_date_asks_anew(invited, meeting, dora):
    (first,) = letters_to("ben@example.org")
    take_in(reply_to(first, "ACCEPTED"))
    edit_meeting(by=dora, meeting=meeting, version=1, values={"place": "Ghent, Kaai 2"})
    update = letters_to("ben@example.org")[1]
    event = entry_of(update)
    assert (event["SEQUENCE"], event["ATTENDEE"].params["PARTSTAT"]) == (1, "ACCEPTED")
    assert event["ORGANIZER"] == entry_of(first)["ORGANIZER"]
    assert (event["LOCATION"], update.kind) == ("Ghent, Kaai 2", "meeting-changed")
    edit_meeting(by=dora, meeting=meeting, version=2, values={"note": {"en": "Bring a pen."}})
    assert len(letters_to("ben@example.org")) == 2  # calendars need not know

    later = meeting.starts_at + timedelta(days=7)
    moved = fix_date(by=dora, meeting=meeting, starts_at=later, ends_at=later + timedelta(hours=1))
    letter = letters_to("ben@example.org")[2]
    assert (letter.kind, entry_of(letter)["SEQUENCE"], entry_of(letter)["DTSTART"].dt) == (
        "meeting-moved",
        2,
        later,
    )
    assert of(invited["ben"]).reply == Reply.NEEDS_ACTION
    assert take_in(reply_to(first, "ACCEPTED", name="late")).note == "older than the answer that stands"
    assert of(invited["ben"]).reply == Reply.NEEDS_ACTION
    actions.note_change(moved)
    assert len(letters_to("ben@example.org")) == 3

    cancelled = cancel_meeting(by=dora, meeting=moved, reason="Strike of the trains")
    last = letters_to("ben@example.org")[3]
    assert Calendar.from_ical(last.calendar)["METHOD"] == "CANCEL"
    assert (entry_of(last)["STATUS"], entry_of(last)["SEQUENCE"]) == ("CANCELLED", 3)
    assert "Strike of the trains" in last.text
    assert "Reply-To" not in last.headers
    refused = take_in(reply_to(letter, "ACCEPTED", name="too late"))
    assert (refused.arrival, refused.note) == (Arrival.REFUSED, "expired")
    with pytest.raises(Conflict):
        actions.answer(invitation=invited["anna"], reply=Reply.ACCEPTED, via=Via.PAGE)
    with pytest.raises(Conflict):
        actions.announce(by=dora, meeting=cancelled)


def test_who_is_taken_off_is_told_alone_and_can_be_asked_again(invited, meeting, dora, ben, cora):
    actions.withdraw(by=dora, invitation=invited["ben"])
    assert [len(letters_to(f"{name}@example.org")) for name in ("anna", "ben")] == [1, 2]
    last = letters_to("ben@example.org")[1]
    assert (last.kind, Calendar.from_ical(last.calendar)["METHOD"]) == ("meeting-withdrawn", "CANCEL")
    with pytest.raises(NotFound):
        actions.answer(invitation=invited["ben"], reply=Reply.ACCEPTED, via=Via.PAGE)
    actions.invite_people(by=dora, meeting=meeting, people=[ben, cora])
    unsent = meeting.invitations.get(person=cora)
    actions.withdraw(by=dora, invitation=unsent)
    assert not meeting.invitations.filter(person=cora).exists()
    assert actions.announce(by=dora, meeting=meeting) == 1
    assert [one.kind for one in letters_to("ben@example.org")][-1] == "meeting-invitation"
    assert not letters_to("cora@example.org")
    assert Notice.objects.filter(person=ben).count() == 3


def test_nobody_outside_the_group_is_invited_and_who_leaves_hears_no_more(invited, meeting, dora, carla, ben):
    with pytest.raises(NotFound):
        actions.invite_people(by=dora, meeting=meeting, people=[carla])
    Seat.objects.filter(person=ben).update(ended_at=datetime.now(BRUSSELS))
    edit_meeting(by=dora, meeting=meeting, version=1, values={"place": "Elsewhere"})
    assert [len(letters_to(f"{name}@example.org")) for name in ("anna", "ben")] == [2, 1]
    draft = Meeting.objects.create(group=meeting.group, state=MeetingState.DRAFT, title={"en": "Some day"})
    actions.invite_people(by=dora, meeting=draft, guests=[LENA])
    with pytest.raises(Refused):
        actions.announce(by=dora, meeting=draft)


HOSTILE = 'Budget"; plans\r\nATTENDEE:mailto:eve@example.net\r\nBEGIN:VALARM\u2028\u202e\x00'


def test_case_30_no_text_breaks_out_of_the_entry_or_the_mail(group, dora, anna):
    meeting = plenary(
        group,
        title={"en": HOSTILE},
        place=HOSTILE[:60],
        note={"en": HOSTILE},
        link="https://x.example/\r\nX:1",
    )
    anna.name = HOSTILE.replace("\x00", "")
    anna.save()
    guest = Guest(HOSTILE.replace("\x00", ""), "lena@example.net")
    actions.invite_people(by=dora, meeting=meeting, people=[anna], guests=[guest])
    actions.announce(by=dora, meeting=meeting)
    for letter in Letter.objects.all():
        lines = re.sub(r"\r\n[ \t]", "", letter.calendar).split("\r\n")
        names = [re.split("[:;]", line)[0] for line in lines if line]
        assert {names.count(one) for one in ("ATTENDEE", "ORGANIZER", "SUMMARY", "LOCATION")} == {1}
        assert names.count("BEGIN") == names.count("END") == 5  # with the two halves of the zone's year
        assert not {"X", "VALARM"} & set(names)
        assert all(len(line.encode()) <= 75 for line in letter.calendar.split("\r\n"))
        event = entry_of(letter)
        assert (event["ATTENDEE"], event.errors) == (f"mailto:{letter.to}", [])
        assert not re.search("[\u202e\u2028]", letter.subject + letter.calendar)
        assert len(message_of(letter).get_all("To")) == 1


def test_case_30_forged_and_oversized_replies_change_nothing_and_are_kept(invited, group, dora, anna):
    (letter,) = letters_to("anna@example.org")
    other = plenary(group, title={"en": "Other"})
    attempts = {
        "another meeting": {"UID": f"meeting-{other.uid}@{DOMAIN}"},
        "not invited": {"ATTENDEE": "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@example.net"},
        "for ben": {"ATTENDEE": "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org"},
        "handed on": {"ATTENDEE": "ATTENDEE;PARTSTAT=DELEGATED:mailto:anna@example.org"},
        "nobody": {"ATTENDEE": "X-NOBODY:1"},
        "two": {"more": "END:VEVENT\r\nBEGIN:VEVENT\r\n"},
        "one of several": {"more": "RECURRENCE-ID:20270304T090000Z\r\n"},
        "rdates": {"more": "".join(f"RDATE:2027{n:04}T090000Z\r\n" for n in range(100_000))[:600_000]},
        "lines": {"more": "X:1\r\n" * 3000},
        "no stamp": {"DTSTAMP": "20270304T090000"},
        "no number": {"SEQUENCE": "9" * 40},
        "deep": {"more": "BEGIN:VALARM\r\n" * 90},
    }
    for name, changes in attempts.items():
        kept = take_in(reply_to(letter, "ACCEPTED", name=name.replace(" ", ""), **changes))
        assert (name, kept.arrival, bool(kept.raw)) == (name, Arrival.OTHER, True)
        assert kept.note.startswith("a calendar's reply that is no answer")
    assert of(invited["anna"]).reply == Reply.NEEDS_ACTION
    wrong_key = reply_to(letter, "ACCEPTED", name="key").replace(
        question_of(invited["anna"]).plain_key.encode(), b"a" * 32
    )
    assert take_in(wrong_key).arrival == Arrival.REFUSED
    assert not Letter.objects.filter(kind__startswith="reply-").exists()  # programs are not written to
    assert InboundMail.objects.count() == len(attempts) + 1

    assert take_in(reply_to(letter, "ACCEPTED", stamp="20991231T000000Z")).note == "yes"
    assert of(invited["anna"]).reply_stamp < datetime.now(BRUSSELS)
    old = reply_to(letter, "DECLINED", name="old", stamp="20200101T000000Z")
    assert take_in(old).note == "older than the answer that stands"
    assert of(invited["anna"]).reply == Reply.ACCEPTED
    wish = reply_to(letter, "TENTATIVE", name="wish", method="COUNTER", more="COMMENT:Better at ten\r\n")
    assert take_in(wish).arrival == Arrival.ANSWER
    assert (of(invited["anna"]).reply, of(invited["anna"]).note) == (Reply.ACCEPTED, "Better at ten")


def test_case_30_the_corpora_are_read_and_none_is_an_answer(invited, shared):
    from corridor.post.inbound.calendars import Unreadable, read_reply

    files = sorted((shared / "conformance" / "corpora" / "ical").rglob("*.ics"))
    assert len(files) > 100
    for file in files:
        try:
            reply = read_reply(file.read_bytes())
        except Unreadable:
            continue
        assert reply is None or reply.method in {"REPLY", "COUNTER"}, file


def test_the_feeds_know_the_invitations_event_and_show_it_once(invited, meeting, hub, anna, ben, group):
    Meeting.objects.filter(pk=meeting.pk).update(audience=Audience.PUBLIC)
    Meeting.objects.create(group=group, state=MeetingState.DRAFT, title={"en": "Some day"}, audience="public")
    off = plenary(group, title={"en": "Off"}, state=MeetingState.CANCELLED, audience=Audience.PUBLIC)
    own = feeds.open_feed(by=anna).url.removeprefix("http://127.0.0.1:8000")
    for address in (own, "/en/smart-connectivity/meetings.ics", "/en/hubs/nordlys/meetings.ics"):
        content = Client().get(address).content.decode()
        calendar = Calendar.from_ical(content)
        events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
        assert set(events) == {f"meeting-{one.uid}@{DOMAIN}" for one in (meeting, off)}
        event = events[str(entry_of(letters_to("anna@example.org")[0])["UID"])]
        assert event["DTSTART"].dt == meeting.starts_at
        assert events[f"meeting-{off.uid}@{DOMAIN}"]["STATUS"] == "CANCELLED"
        assert not re.search("^(METHOD|ATTENDEE|ORGANIZER)", content, re.MULTILINE)
        assert ("meet.example" in content) == (address == own)
    assert Client().get("/en/hubs/verborgen/meetings.ics").status_code == 404

    lena = Letter.objects.get(to="lena@example.net")
    ben.email = "lena@example.net"  # who is invited by address sees it in a calendar of their own as well
    ben.save()
    Seat.objects.filter(person=ben).update(ended_at=datetime.now(BRUSSELS))
    assert [event.uid for event in feeds.events_of(ben)] == [f"meeting-{meeting.uid}"]
    assert lena.calendar


@time_machine.travel(datetime(2027, 3, 1, 12, 0, tzinfo=BRUSSELS), tick=False)
def test_an_invitation_waits_in_needs_you_now_until_it_is_answered(invited, anna, browser_of, meeting):
    items = [item for item in waiting_for(anna, viewer_of(anna)) if item.kind == "invitation"]
    assert [item.title for item in items] == ["Are you coming? Plenary"]
    tap = items[0].answers[0]
    assert browser_of(anna).post(tap.url, dict(tap.fields)).status_code == 303
    assert of(invited["anna"]).reply == Reply.ACCEPTED
    assert not [item for item in waiting_for(anna, viewer_of(anna)) if item.kind == "invitation"]


def test_dora_invites_on_the_page_and_addresses_are_for_those_who_prepare(
    browser_of, meeting, dora, anna, ben, cora, tess, otto, hub, django_assert_max_num_queries
):
    base = f"/en/smart-connectivity/meetings/{meeting.pk}/people/"
    page = browser_of(dora)
    assert "Nobody is on the list yet" in page.get(base).content.decode()
    assert page.post(f"{base}invitations/", {}).status_code == 422
    assert (
        page.post(f"{base}invitations/", {"person": [anna.pk, "x"], "is_required": "yes"}).status_code == 303
    )
    assert page.post(f"{base}invitations/", {"hub": hub.pk}).status_code == 303
    assert set(meeting.invitations.values_list("person__name", "is_required")) == {
        ("Anna", True),
        ("Ben", False),
    }
    guest = {
        "name": "Lena",
        "address": "lena@example.net",
        "language": "de",
        "zone": "Europe/Helsinki",
        "hub": hub.pk,
    }
    assert page.post(f"{base}guests/", guest | {"address": "lena"}).status_code == 422
    assert page.post(f"{base}guests/", guest).status_code == 303
    again = page.post(f"{base}guests/", guest | {"address": "LENA@example.net"})
    assert (again.status_code, "is on the list already" in again.content.decode()) == (422, True)
    assert "3 people on the list have no invitation yet" in page.get(base).content.decode()
    assert page.post(f"{base}announcement/").status_code == 303
    lena = meeting.invitations.get(name="Lena")
    assert page.post(f"{base}{lena.pk}/answer/", {"reply": "accepted"}).status_code == 303
    assert page.post(f"{base}{lena.pk}/requirement/", {"is_required": "yes"}).status_code == 303
    shown = page.get(base).content.decode()
    assert "lena@example.net" in shown
    assert "noted by the moderators" in shown
    for reader in (anna, otto):
        seen = browser_of(reader).get(base).content.decode()
        assert "Lena" in seen
        assert "lena@example.net" not in seen
        assert browser_of(reader).post(f"{base}{lena.pk}/withdrawal/").status_code == 404
    assert "lena@example.net" in browser_of(tess).get(base).content.decode()
    assert browser_of(otto).post(f"{base}answer/", {"reply": "accepted"}).status_code == 404
    Invitation.objects.bulk_create(
        Invitation(meeting=meeting, name=f"Guest {n}", address=f"g{n}@example.net", hub=hub)
        for n in range(30)
    )
    with django_assert_max_num_queries(24):
        page.get(base)
    assert page.post(f"{base}{lena.pk}/withdrawal/").status_code == 303
    assert letters_to("lena@example.net")[-1].kind == "meeting-withdrawn"
