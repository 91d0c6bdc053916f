"""A calendar program's answer to an invitation (METHOD:REPLY of RFC 5546), as far as it is needed: which
event, whose answer, how, and when.

Only these few lines are read. Recurrences, zones and alarms that somebody puts beside them are never
evaluated, and what is too large is not read at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, Final

from icalendar.parser import Contentline

from corridor.post import clean

LARGEST: Final = 128 * 1024
MOST_LINES: Final = 2_000
MOST_COMPONENTS: Final = 40
MOST_ATTENDEES: Final = 20
LONGEST_COMMENT: Final = 500
METHODS: Final = ("REPLY", "COUNTER")
READ: Final = frozenset({"UID", "SEQUENCE", "DTSTAMP", "ATTENDEE", "COMMENT", "RECURRENCE-ID"})


class Unreadable(ValueError):
    """Not a calendar object, or more of one than an answer needs."""


@dataclass(frozen=True)
class CalendarReply:
    """``answers`` says by address in small letters how it answers: a PARTSTAT in small letters."""

    method: str
    uid: str
    stamp: datetime
    sequence: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""

    @property
    def is_proposal(self) -> bool:
        """Another time is asked for; that is for people to read."""
        return self.method == "COUNTER"


def says_reply(message: EmailMessage) -> bool:
    """Whether a part of the mail calls itself a reply, before any of it is read."""
    return any(str(part.get_param("method", "")).upper() in METHODS for part in message.walk())


def reply_in(message: EmailMessage) -> CalendarReply | None:
    """The reply that a mail carries, if it is one; ``Unreadable`` where it only looks like it."""
    for part in message.walk():
        if part.get_content_type() == "text/calendar" or _is_file(part):
            payload = part.get_payload(decode=True)
            reply = read_reply(payload) if isinstance(payload, bytes) else None
            if reply is not None:
                return reply
    return None


def _is_file(part: Any) -> bool:
    return part.get_content_type() in {"application/ics", "text/x-calendar"}


def read_reply(content: bytes) -> CalendarReply | None:
    """None where it is another method: an invitation or a feed that somebody has attached."""
    if len(content) > LARGEST:
        raise Unreadable("larger than an answer is")
    found = _Found()
    for name, line in _lines(content.decode("utf-8", "replace")):
        found.take(name, line)
    if found.method not in METHODS:
        return None
    return found.reply()


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line with its name, unfolded."""
    unfolded = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n ", "").replace("\n\t", "")
    lines = unfolded.split("\n", MOST_LINES + 1)
    if len(lines) > MOST_LINES:
        raise Unreadable("more lines than an answer has")
    for line in lines:
        name = line.partition(":")[0].partition(";")[0].strip().upper()
        if name:
            yield name, line


class _Found:
    """What has been read so far. ``path`` is the component that the next line belongs to."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.components = 0
        self.events = 0
        self.method = ""
        self.values: dict[str, str] = {}
        self.answers: dict[str, str] = {}

    def take(self, name: str, line: str) -> None:
        if name in {"BEGIN", "END"}:
            self._step(name, line.partition(":")[2].strip().upper())
        elif self.path == ["VCALENDAR"] and name == "METHOD":
            self.method = line.partition(":")[2].strip().upper()
        elif self.path == ["VCALENDAR", "VEVENT"] and name in READ:
            self._note(name, line)

    def _step(self, which: str, component: str) -> None:
        if which == "END":
            if not self.path or self.path.pop() != component:
                raise Unreadable("components that do not end as they began")
            return
        self.path.append(component)
        self.components += 1
        self.events += self.path == ["VCALENDAR", "VEVENT"]
        if self.components > MOST_COMPONENTS or self.events > 1:
            raise Unreadable("more components than an answer has")

    def _note(self, name: str, line: str) -> None:
        try:
            _name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
        except ValueError as error:
            raise Unreadable(f"{name} cannot be read") from error
        if name == "ATTENDEE":
            self._note_attendee(parameters, value)
        elif name in self.values and name != "COMMENT":
            raise Unreadable(f"{name} twice")
        else:
            self.values.setdefault(name, value)

    def _note_attendee(self, parameters: Any, value: str) -> None:
        scheme, _colon, address = value.strip().partition(":")
        if scheme.lower() == "mailto" and len(self.answers) < MOST_ATTENDEES:
            partstat = parameters.get("PARTSTAT", "NEEDS-ACTION")
            self.answers[address.strip().lower()] = str(partstat).lower()

    def reply(self) -> CalendarReply:
        if self.path or not self.values.get("UID"):
            raise Unreadable("no event, or no end of it")
        if "RECURRENCE-ID" in self.values:
            raise Unreadable("an answer to one of several")
        comment = clean.one_line(self.values.get("COMMENT", "").replace("\\n", " ").replace("\\", ""))
        return CalendarReply(
            method=self.method,
            uid=self.values["UID"].strip(),
            stamp=_moment(self.values.get("DTSTAMP", "")),
            sequence=_number(self.values.get("SEQUENCE", "0")),
            answers=self.answers,
            comment=comment[:LONGEST_COMMENT],
        )


def _moment(value: str) -> datetime:
    """DTSTAMP is in UTC, always."""
    try:
        return datetime.strptime(value.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise Unreadable("no DTSTAMP in UTC") from error


def _number(value: str) -> int:
    plain = value.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):  # noqa: PLR2004 - a column's largest
        raise Unreadable("no such SEQUENCE")
    return int(plain)
