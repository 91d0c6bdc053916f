"""Meetings with people to invite, and what calendars send back: for the stories about invitations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import time_machine
from icalendar import Calendar

from corridor.kernel.audience import Audience
from corridor.meetings.invitations import actions
from corridor.meetings.invitations.inviting import Guest
from corridor.meetings.models import Invitation, Meeting
from corridor.post.models import Letter, Question

BRUSSELS = ZoneInfo("Europe/Brussels")
DOMAIN = "corridor.example"
WHERE = {
    "lisbon": "Europe/Lisbon",
    "brussels": "Europe/Brussels",
    "helsinki": "Europe/Helsinki",
    "canary": "Atlantic/Canary",
}
INSTANTS = [datetime(2026, 10, day, hour, tzinfo=UTC) for day, hour in ((24, 7), (25, 8), (26, 8))]
BEFORE = datetime(2026, 10, 12, 12, 0, tzinfo=UTC)


def plenary(group, **fields) -> Meeting:
    """At nine in Brussels on the fourth of March 2027, unless ``fields`` say otherwise."""
    starts = fields.pop("starts_at", datetime(2027, 3, 4, 9, 0, tzinfo=BRUSSELS))
    hours = {"starts_at": starts, "ends_at": starts + timedelta(minutes=90), "held_on": starts.date()}
    values = {"title": {"en": "Plenary"}, "place": "Brussels, Rue 1", "link": "https://meet.example/abc"}
    return Meeting.objects.create(group=group, **{**hours, **values, **fields})


def three_mornings(group, dora) -> list[Meeting]:
    """At nine in Brussels on 24, 25 and 26 October 2026, public; the clocks change in the second night. One
    guest in each of four zones has the invitation."""
    guests = [Guest(name.title(), f"{name}@example.net", zone=zone) for name, zone in WHERE.items()]
    mornings = []
    with time_machine.travel(BEFORE, tick=False):
        for day in (24, 25, 26):
            starts = datetime(2026, 10, day, 9, 0, tzinfo=BRUSSELS)
            meeting = plenary(group, starts_at=starts, title={"en": f"Day {day}"}, audience=Audience.PUBLIC)
            actions.invite_people(by=dora, meeting=meeting, guests=guests)
            assert actions.announce(by=dora, meeting=meeting) == len(guests)
            mornings.append(meeting)
    return mornings


def letters_to(address: str) -> list[Letter]:
    return list(Letter.objects.filter(to=address).order_by("pk"))


def entry_of(letter: Letter):
    """The one event of a letter's calendar."""
    (event,) = Calendar.from_ical(letter.calendar).walk("VEVENT")
    return event


def question_of(invitation: Invitation) -> Question:
    return Question.objects.get(key=f"meeting-invitation:{invitation.pk}")


def reply_to(letter: Letter, partstat: str, *, name: str = "r1", stamp: str = "", **changes: str) -> bytes:
    """What a calendar program sends back, to the organizer that it was told. ``changes`` are other lines."""
    event = entry_of(letter)
    lines = {
        "UID": str(event["UID"]),
        "SEQUENCE": str(event["SEQUENCE"]),
        "DTSTAMP": stamp or event["DTSTAMP"].to_ical().decode(),
        "ATTENDEE": f'ATTENDEE;PARTSTAT={partstat};CN="Somebody; there":{event["ATTENDEE"]}',
        "more": "",
        "method": "REPLY",
    } | changes
    body = "\r\n".join(
        [
            *("BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{lines['method']}", "PRODID:-//Any//EN"),
            *("BEGIN:VEVENT", f"UID:{lines['UID']}", f"SEQUENCE:{lines['SEQUENCE']}"),
            *(f"DTSTAMP:{lines['DTSTAMP']}", f"ORGANIZER:{event['ORGANIZER']}", lines["ATTENDEE"]),
            *(f"{lines['more']}DTSTART;TZID=Moon/Base:20270304T090000", "RRULE:FREQ=SECONDLY"),
            *("END:VEVENT", "END:VCALENDAR", ""),
        ]
    )
    message = EmailMessage()
    message["From"] = str(event["ATTENDEE"]).removeprefix("mailto:")
    message["To"] = str(event["ORGANIZER"]).removeprefix("mailto:")
    message["Message-ID"] = f"<{name}@calendar.example>"
    message["Auto-Submitted"] = "auto-generated"  # as Google marks them
    message.set_content(f"Yes\n\nThe answer is {partstat}.")
    message.add_alternative(body, subtype="calendar", params={"method": lines["method"]})
    return message.as_bytes()
