"""Busy times in an iCalendar file, whoever wrote it: ``python -m corridor.meetings.polls.busy.reading``.

The file is a stranger's. It is read by a process of its own, which the system ends when it takes too long
or too much memory; before that, everything that is not about time is thrown away, and what is too much is
left out. Knows nothing of Django.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import chain
from typing import Any, Final
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]

SECONDS: Final = 2  # of computing
PATIENCE: Final = 10  # of waiting for a busy machine
MEMORY: Final = 512 * 1024 * 1024
MOST_EVENTS: Final = 5_000
MOST_DATES: Final = 1_000  # of one event, listed one by one
MOST_SPANS: Final = 5_000
LONGEST_LINE: Final = 64 * 1024
KEPT: Final = frozenset(
    {
        *("BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        *("STATUS", "TRANSP", "SEQUENCE", "TZID", "TZOFFSETFROM", "TZOFFSETTO"),
    }
)
PARTS: Final = frozenset({"STANDARD", "DAYLIGHT"})
COMPONENTS: Final = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE", *PARTS})
NAME: Final = re.compile(r"[A-Za-z-]+")
TOO_OFTEN: Final = re.compile(r"FREQ=(SECONDLY|MINUTELY)", re.IGNORECASE)
YEAR: Final = re.compile(r":(\d{4})")


class Unreadable(Exception):
    """No calendar, or one that takes too long."""


def read_apart(content: bytes, first: datetime, last: datetime, zone: str) -> list[Span]:
    """``busy_spans`` in a process of its own; ``Unreadable`` where it does not come to an end."""
    command = [sys.executable, "-m", __name__, first.isoformat(), last.isoformat(), zone]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=content, capture_output=True, timeout=PATIENCE, check=True
        )
        return [(_instant(begin), _instant(end)) for begin, end in json.loads(done.stdout)]
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise Unreadable from error


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def busy_spans(content: bytes, first: datetime, last: datetime, zone: str) -> list[Span]:
    """When somebody is busy between two instants: joined, in order, in UTC. ``zone`` is that of days and of
    hours without a zone. An event that cannot be understood is left out."""
    zones, series = _only_times(content, first)
    try:
        spans = _spans([*zones, *chain.from_iterable(series)], first, last, zone)
    except Exception:  # noqa: BLE001 - what others write breaks parsers in many ways; then one by one
        spans = list(chain.from_iterable(_if_readable(zones, one, first, last, zone) for one in series))
    return _joined(spans, first, last)[:MOST_SPANS]


def _if_readable(
    zones: list[str], lines: list[str], first: datetime, last: datetime, zone: str
) -> list[Span]:
    try:
        return _spans([*zones, *lines], first, last, zone)
    except Exception:  # noqa: BLE001 - as above
        return []


def _spans(lines: list[str], first: datetime, last: datetime, zone: str) -> list[Span]:
    import icalendar
    import recurring_ical_events

    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Corridor", *lines, "END:VCALENDAR", ""])
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text), skip_bad_series=True)
    spans = (_span(event, ZoneInfo(zone)) for event in found.between(first, last))
    return [span for span in spans if span]


def _only_times(content: bytes, first: datetime) -> tuple[list[str], list[list[str]]]:
    """The lines that say when: those of zones, and those of events by series. No titles, people or places,
    and no event that is over for good."""
    zones: list[str] = []
    series: dict[str, list[str]] = {}
    part: list[str] = []
    within: list[str] = []
    count = 0
    is_calendar = False
    for line in _unfolded(content):
        name = NAME.match(line)
        word = name.group().upper() if name else ""
        if word == "BEGIN":
            within.append(_value(line))
            is_calendar = is_calendar or within[-1] == "VCALENDAR"
        if word in KEPT and len(within) > 1 and set(within) <= COMPONENTS:
            part.append(line)
        if word == "END" and within:
            ended = within.pop()
            if ended == "VTIMEZONE":
                zones += part
            elif ended == "VEVENT" and count < MOST_EVENTS and _is_worth_reading(part, first):
                count += 1
                series.setdefault(_uid(part), []).extend(_shortened(line) for line in part)
            part = part if ended in PARTS else []
    if not is_calendar:
        raise Unreadable
    return zones, list(series.values())


def _uid(event: list[str]) -> str:
    return next((line for line in event if line.upper().startswith("UID")), "")


def _unfolded(content: bytes) -> Iterator[str]:
    text = content.decode("utf-8-sig", "replace").replace("\x00", "")
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    return (line[:LONGEST_LINE].strip() for line in unfolded.splitlines())


def _value(line: str) -> str:
    return line.partition(":")[2].strip().upper()


def _is_worth_reading(event: list[str], first: datetime) -> bool:
    names = {line.upper().partition(":")[0].partition(";")[0]: line for line in event}
    if names.get("TRANSP", "").upper().endswith("TRANSPARENT") or "DTSTART" not in names:
        return False
    if TOO_OFTEN.search(names.get("RRULE", "")):
        return False
    year = YEAR.search(names.get("DTEND") or names["DTSTART"])
    repeats = {"RRULE", "RDATE", "RECURRENCE-ID", "DURATION"} & set(names)
    return bool(repeats) or year is None or int(year.group(1)) >= first.year - 1


def _shortened(line: str) -> str:
    if line.upper().startswith(("RDATE", "EXDATE")):
        return ",".join(line.split(",")[:MOST_DATES])
    return line


def _span(event: Any, zone: ZoneInfo) -> Span | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED" or "DTSTART" not in event:
        return None
    begin, end = _moment(event.start, zone), _moment(event.end, zone)
    return (begin, end) if begin < end else None


def _moment(value: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), zone)
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)


def _joined(spans: Iterable[Span], first: datetime, last: datetime) -> list[Span]:
    joined: list[Span] = []
    for begin, end in sorted(spans):
        inside = (max(begin, first), min(end, last))
        if inside[0] >= inside[1]:
            continue
        if joined and inside[0] <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], inside[1]))
        else:
            joined.append(inside)
    return joined


def _limited() -> None:
    try:
        import resource
    except ImportError:  # not on every system
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    _limited()
    first, last = (_instant(text) for text in sys.argv[1:3])
    spans = busy_spans(sys.stdin.buffer.read(), first, last, sys.argv[3])
    json.dump([(begin.isoformat(), end.isoformat()) for begin, end in spans], sys.stdout)


if __name__ == "__main__":
    main()
