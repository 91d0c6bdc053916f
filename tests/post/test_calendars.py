"""Our calendar feeds as programs read them: RFC 5545 by the letter, and libical's own checks where it is."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date

import pytest
from django.test import Client
from icalendar import Calendar

from corridor.kernel.audience import Audience
from corridor.meetings.models import Meeting
from corridor.post import feeds

pytestmark = pytest.mark.django_db
HOSTILE = (
    "Budget; plans, \\n and\r\nATTENDEE:mailto:eve@example.net\r\nBEGIN:VALARM",
    "Łódź ÅÄÖ " * 40,
    'A "quoted" \x07 title with \u2028 breaks and \u202e turns',
    "🇪🇺" * 60,
)


@pytest.fixture
def contents(anna, hub, group) -> list[bytes]:
    """The public feed of the group and Anna's own, with titles, places and notes that want to break out."""
    for n, text in enumerate(HOSTILE):
        Meeting.objects.create(
            group=group, held_on=date(2027, 3, 4 + n), title={"en": text}, place=text[:20],
            note={"en": text}, audience=Audience.PUBLIC,
        )  # fmt: skip
    own = feeds.open_feed(by=anna).url.removeprefix("http://127.0.0.1:8000")
    return [Client().get(address).content for address in (own, "/en/smart-connectivity/meetings.ics")]


def test_feeds_keep_to_rfc_5545_and_invite_nobody(contents):
    for content in contents:
        lines = content.removesuffix(b"\r\n").split(b"\r\n")
        assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
        names = [line.partition(b":")[0].partition(b";")[0] for line in lines if not line.startswith(b" ")]
        assert not {b"METHOD", b"ATTENDEE", b"ORGANIZER", b"RRULE"} & set(names)
        assert names.count(b"BEGIN") == names.count(b"END") == 1 + len(HOSTILE)

        calendar = Calendar.from_ical(content)
        assert (str(calendar["VERSION"]), str(calendar["CALSCALE"])) == ("2.0", "GREGORIAN")
        assert calendar["PRODID"]
        events = sorted(calendar.walk("VEVENT"), key=lambda event: event["DTSTART"].dt)
        assert len({event["UID"] for event in events}) == len(events) == len(HOSTILE)
        for event in events:
            assert not event.errors
            assert event["DTSTAMP"].to_ical().endswith(b"Z")
            assert event["DTSTART"].params["VALUE"] == "DATE"
            assert (event["DTEND"].dt - event["DTSTART"].dt).days == 1
            assert event["SEQUENCE"] == 0
        assert "Łódź ÅÄÖ" in str(events[1]["SUMMARY"])
        assert "ATTENDEE:mailto:eve@example.net" in str(events[0]["DESCRIPTION"])  # a text, and no more


def test_libical_finds_nothing(contents, shared, tmp_path):
    """The checker beside the project; it needs a compiler and the library."""
    source = shared / "conformance" / "libical_check.c"
    if not source.exists() or not shutil.which("gcc"):
        pytest.skip("no libical_check.c, or no compiler for it")
    program = tmp_path / "check"
    compiler = ["gcc", source, "-o", program, "-lical"]
    made = subprocess.run(compiler, check=False, capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"libical-dev is not installed: {made.stderr.splitlines()[0]}")
    for content in contents:
        file = tmp_path / "feed.ics"
        file.write_bytes(content)
        checked = subprocess.run([program, file], check=False, capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout
