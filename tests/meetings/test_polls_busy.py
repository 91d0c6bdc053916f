"""Busy times from a calendar whose address somebody gave: nobody gets in by it, only times come out."""

from __future__ import annotations

import contextlib
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network

import pytest
from django.utils import timezone

from corridor.kernel.http.fetching import CannotFetch, Reach, fetch, may_reach
from corridor.kernel.journal import JournalEntry
from corridor.kernel.privacy import export_of, forget
from corridor.meetings.polls import hours
from corridor.meetings.polls.busy import reading
from corridor.meetings.polls.busy.reading import Unreadable, busy_spans, read_apart
from corridor.meetings.polls.models import BusyCalendar, OfficeHours

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
LAST = FIRST + timedelta(days=365)
SECRET = "qz-geheim"
HOURS = "/en/account/hours/"


class Canary(ThreadingHTTPServer):
    """A server inside, which nobody must reach; ``doors`` are answers by path."""

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.hits: list[str] = []
        self.doors: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, 0), Handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    server: Canary

    def do_GET(self) -> None:
        self.server.hits.append(self.path)
        status, headers, body = self.server.doors.get(self.path, (200, {}, b"inside"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.answer(body)

    def answer(self, body: bytes) -> None:
        if self.path == "/drip":
            for _byte in range(200):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.02)
        for _piece in range(100 if self.path == "/flood" else 1):
            self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def canary() -> Iterator[Canary]:
    server = Canary()
    yield server
    server.shutdown()
    server.server_close()


def anywhere(**more) -> Reach:
    """What production has, but for the port and TLS: so that it is the address that is refused."""
    return Reach(schemes=("http", "https"), ports=(), **more)


def loopback(**more) -> Reach:
    return anywhere(networks=(ip_network("127.0.0.1/32"),), **more)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://127.1:{port}/",
        "http://0x7f.1:{port}/",
        "http://0x7f000001:{port}/",
        "http://2130706433:{port}/",
        "http://0177.0.0.1:{port}/",
        "http://0:{port}/",
        "http://0.0.0.0:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://[::ffff:7f00:1]:{port}/",
        "http://[64:ff9b::7f00:1]:{port}/",
        "http://[2002:7f00:1::]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]:{port}/",
        "http://[fd00::1]:{port}/",
        "http://10.0.0.1:{port}/",
        "http://192.168.0.1:{port}/",
        "http://100.64.0.1:{port}/",
        "http://224.0.0.1:{port}/",
        "http://me@127.0.0.1:{port}/",
        "http://example.org@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}\\@example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_",
        "ftp://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http:///",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:{port}/\r\nHost: inside",
    ],
)
def test_nothing_inside_is_reached(canary, url):
    """Case 19: refused before there is any connection."""
    with pytest.raises(CannotFetch):
        fetch(url.format(port=canary.port), seconds=2, reach=anywhere())
    assert canary.hits == []


def test_only_tls_on_its_usual_ports_is_spoken(canary):
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 0))]
    looked_up = []

    def resolve(*asked, **_more):
        looked_up.append(asked)
        return public

    reach = Reach(networks=(ip_network("127.0.0.1/32"),), resolve=resolve)
    for url in (f"http://calendar.example:{canary.port}/", f"https://calendar.example:{canary.port}/"):
        with pytest.raises(CannotFetch):
            fetch(url, reach=reach)
    assert looked_up == []
    assert canary.hits == []
    assert Reach().tls.verify_mode == ssl.CERT_REQUIRED
    assert Reach().tls.check_hostname


def test_redirects_are_checked_anew_and_end(canary):
    """Case 19: the first server may be reached, the one that it sends us to may not."""
    inside = Canary("127.0.0.2")
    canary.doors = {
        "/inside": (302, {"Location": f"http://127.0.0.2:{inside.port}/"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/nowhere": (302, {}, b""),
        "/once": (301, {"Location": "/there"}, b""),
        "/there": (200, {}, b"BEGIN:VCALENDAR"),
    }
    start = f"http://127.0.0.1:{canary.port}"
    for path in ("/inside", "/file", "/round", "/nowhere"):
        with pytest.raises(CannotFetch):
            fetch(start + path, reach=loopback())
    assert inside.hits == []
    assert canary.hits.count("/round") == 4
    assert fetch(start + "/once", reach=loopback()) == b"BEGIN:VCALENDAR"
    inside.shutdown()
    inside.server_close()


def test_a_name_that_changes_its_mind_is_asked_once(canary):
    """Case 19: connected is to the address that was checked."""
    inside, answers = Canary("127.0.0.2"), iter(["127.0.0.1", "127.0.0.2", "127.0.0.2"])

    def resolve(_host, port, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    fetch(f"http://calendar.example:{canary.port}/", reach=loopback(resolve=resolve))
    assert (canary.hits, inside.hits) == (["/"], [])
    both = [(socket.AF_INET, 1, 6, "", (one, 0)) for one in ("127.0.0.1", "127.0.0.2")]
    with pytest.raises(CannotFetch):  # one bad address is enough
        fetch(f"http://calendar.example:{canary.port}/", reach=loopback(resolve=lambda *_a, **_m: both))
    inside.shutdown()
    inside.server_close()


def test_what_is_too_long_or_too_slow_ends(canary):
    canary.doors = {
        "/flood": (200, {}, b"x" * 65536),
        "/packed": (200, {"Content-Encoding": "gzip"}, b"x"),
        "/gone": (404, {}, b"x"),
    }
    start = f"http://127.0.0.1:{canary.port}"
    for path in ("/flood", "/packed", "/gone"):
        with pytest.raises(CannotFetch):
            fetch(start + path, most=1024 * 1024, reach=loopback())
    began = time.monotonic()
    with pytest.raises(CannotFetch):
        fetch(start + "/drip", seconds=0.3, reach=loopback())
    assert time.monotonic() - began < 2


def test_a_name_that_is_looked_up_for_ever_is_given_up_in_time(canary):
    """Case 19: also where a redirect leads to it, and the whole has one time limit."""
    answered = threading.Event()

    def resolve(host, port, **_more):
        if host == "slow.example":
            answered.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    canary.doors = {"/on": (302, {"Location": f"http://slow.example:{canary.port}/"}, b"")}
    began = time.monotonic()
    for start in (f"http://slow.example:{canary.port}/", f"http://quick.example:{canary.port}/on"):
        with pytest.raises(CannotFetch):
            fetch(start, seconds=0.3, reach=loopback(resolve=resolve))
    answered.set()
    assert time.monotonic() - began < 3
    assert canary.hits == ["/on"]


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:93.184.215.14", True),
        ("::ffff:10.0.0.1", False),
        ("::", False),
        ("255.255.255.255", False),
        ("198.18.0.1", False),
        ("2001:db8::1", False),
        ("2001:0:53aa:64c:0:0:f5ff:fffe", False),
    ],
)
def test_which_addresses_are_public(address, may):
    assert may_reach(ip_address(address)) is may


# -- what a calendar says --------------------------------------------------------------------------


def ics(start: str, *lines: str, head: str = "") -> bytes:
    event = ["BEGIN:VEVENT", "UID:1", f"DTSTART{start}", *lines, f"SUMMARY:{SECRET}", "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", head, *event, "END:VCALENDAR", ""]).encode()


def told(content: bytes) -> list[str]:
    return [
        f"{begin:%m-%d %H:%M} {end:%H:%M}" for begin, end in busy_spans(content, FIRST, LAST, "Europe/Lisbon")
    ]


@pytest.mark.parametrize(
    ("content", "spans"),
    [
        (ics(":20261111T100000Z", "DURATION:PT1H"), ["11-11 10:00 11:00"]),
        (ics(":20261111T100000", "DURATION:PT1H"), ["11-11 10:00 11:00"]),  # where its owner is
        (ics(";TZID=Europe/Helsinki:20261111T100000", "DURATION:PT1H"), ["11-11 08:00 09:00"]),
        (ics(";TZID=Mars/Olympus:20261111T100000", "DURATION:PT1H"), ["11-11 10:00 11:00"]),
        (ics(";VALUE=DATE:20261111"), ["11-11 00:00 00:00"]),
        (ics(":20261111T100000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"), []),
        (ics(":20261111T100000Z", "DURATION:PT1H", "STATUS:CANCELLED"), []),
        (ics(":20151111T100000Z", "DTEND:20151111T110000Z"), []),
        (
            ics(":20261012T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE:20261102T100000Z"),
            ["11-09 10:00 11:00"],
        ),
        (ics(":20261111T100000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY"), []),
        (ics(":20261111T100000Z", "DURATION:PT1S", "RRULE:FREQ=SECONTLY"), []),
        (
            ics(":20261111T100000Z", "DURATION:PT1H")
            + ics(":20261111T103000Z", "DURATION:PT1H").replace(b"UID:1", b"UID:2"),
            ["11-11 10:00 11:30"],
        ),
        (
            ics("nonsense", "DURATION:PT1H")
            + ics(":20261112T100000Z", "DURATION:PT1H").replace(b"UID:1", b"UID:2"),
            ["11-12 10:00 11:00"],  # one that is broken does not spoil the others
        ),
    ],
)
def test_when_somebody_is_busy(content, spans):
    assert told(content) == spans


def test_what_is_no_calendar_is_said_to_be_none(shared):
    for content in (b"", b"<html>Sign in</html>", b"\xff\xfe\x00", b"END:VCALENDAR"):
        with pytest.raises(Unreadable):
            busy_spans(content, FIRST, LAST, "UTC")


def test_a_hundred_thousand_dates_are_some(shared):
    """Case 30."""
    dates = ",".join(f"{FIRST + timedelta(minutes=7 * n):%Y%m%dT%H%M%SZ}" for n in range(100_000))
    began = time.process_time()
    spans = busy_spans(ics(":20261101T000000Z", "DURATION:PT1M", f"RDATE:{dates}"), FIRST, LAST, "UTC")
    assert len(spans) <= reading.MOST_DATES + 1
    assert time.process_time() - began < 2


def test_a_rule_that_never_ends_is_ended(monkeypatch):
    """Case 30: by the system, in a process of its own; the same process reads good ones."""
    good = ics(":20261111T100000Z", "DURATION:PT1H")
    assert read_apart(good, FIRST, LAST, "UTC") == busy_spans(good, FIRST, LAST, "UTC")
    monkeypatch.setattr(reading, "PATIENCE", 0.7)
    never = ics(":19700101T100000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30")
    with pytest.raises(Unreadable):
        read_apart(never, FIRST, LAST, "UTC")


def test_files_of_others_never_take_long(shared):
    """Case 30: every file on which icalendar, libical and ical.js are tested."""
    files = sorted((shared / "conformance/corpora/ical").rglob("*.ics"))
    assert len(files) > 100
    for file in files:
        began = time.process_time()
        try:
            spans = busy_spans(file.read_bytes(), FIRST, LAST, "Europe/Brussels")
        except Unreadable:
            continue
        assert len(spans) <= reading.MOST_SPANS
        assert all(FIRST <= begin < end <= LAST for begin, end in spans), file
        assert all(one[1] < two[0] for one, two in itertools.pairwise(spans)), file
        assert time.process_time() - began < 4, file


# -- the account's page --------------------------------------------------------------------------


@pytest.mark.django_db
def test_anna_says_when_she_works(browser_of, anna):
    page = browser_of(anna)
    text = page.get(HOURS).content.decode()
    assert 'value="09:00"' in text
    assert "Canarias" in text
    hours_of_anna = {"begins": "08:30", "ends": "15:00", "days": ["0", "1", "3"], "place": "ES/CN"}
    assert page.post(HOURS, hours_of_anna | {"ends": "08:00"}).status_code == 422
    assert page.post(HOURS, hours_of_anna | {"days": ["9"]}).status_code == 422
    assert page.post(HOURS, hours_of_anna | {"place": "ES/Mars"}).status_code == 422
    assert page.post(HOURS, hours_of_anna).status_code == 303
    kept = OfficeHours.objects.get(person=anna)
    assert (kept.begins, kept.ends, kept.days, kept.country, kept.region) == (510, 900, "013", "ES", "CN")
    assert page.post(HOURS, hours_of_anna | {"ends": "00:00", "place": ""}).status_code == 303
    assert OfficeHours.objects.get(person=anna).ends == 24 * 60
    assert 'value="00:00"' in page.get(HOURS).content.decode()


@pytest.mark.django_db
def test_the_address_is_annas_secret_and_goes_with_her(browser_of, anna, dora, canary):
    """The worker reads it; only times are kept; neither the journal nor Dora gets anything of it."""
    page = browser_of(anna)
    url = f"https://calendar.example/{SECRET}.ics"
    for wrong in (url.replace("https", "http"), "file:///etc/passwd", "https://a:b@calendar.example/", "x"):
        assert page.post(f"{HOURS}calendar/", {"url": wrong}).status_code == 422
    assert page.post(f"{HOURS}calendar/", {"url": url.replace("https", "webcal")}).status_code == 303
    calendar = BusyCalendar.objects.get(person=anna, url=url)
    assert url in page.get(HOURS).content.decode()
    assert SECRET not in browser_of(dora).get(HOURS).content.decode()
    begin = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    content = ics(f":{begin:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "LOCATION:home")
    canary.doors = {f"/{SECRET}.ics": (200, {}, content), "/broken": (200, {}, b"<html>")}
    here = f"http://127.0.0.1:{canary.port}"
    BusyCalendar.objects.update(url=f"{here}/{SECRET}.ics")
    calendar.refresh_from_db()
    hours.read_busy_times(calendar, loopback())
    assert calendar.spans == [[begin.isoformat(), (begin + timedelta(hours=1)).isoformat()]]
    assert (calendar.error, list(hours.calendars_due())) == ("", [])
    assert "1 busy time in the next" in page.get(HOURS).content.decode()
    calendar.url = f"{here}/broken"
    calendar.save()
    hours.read_busy_times(calendar, loopback())
    assert "no calendar" in calendar.error
    assert len(calendar.spans) == 1  # those of yesterday are better than none
    hours.read_busy_times(calendar)
    assert canary.hits == [f"/{SECRET}.ics", "/broken"]  # from outside of tests nothing here is reached
    assert calendar.error == "This address cannot be read from here."
    assert SECRET not in str(list(JournalEntry.objects.values_list("before", "after")))
    assert export_of(anna)["meetings.busycalendar"][0]["url"] == calendar.url
    forget(anna)
    assert not BusyCalendar.objects.exists()


@pytest.mark.django_db
def test_a_calendar_is_taken_away(browser_of, anna):
    BusyCalendar.objects.create(person=anna, url="https://calendar.example/", spans=[])
    assert browser_of(anna).post(f"{HOURS}calendar/removal/").status_code == 303
    assert not BusyCalendar.objects.exists()
