"""A letter as the mail that leaves: headers, both texts, signature."""

from __future__ import annotations

from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from corridor.post import clean, keys
from corridor.post.models import Letter

OVER_SMTP = policy.SMTP.clone(max_line_length=78)
SIGNED_HEADERS = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"mime-version", b"content-type",
    b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip


def message_of(letter: Letter) -> EmailMessage:
    """The same letter gives the same message each time, so that a second copy can be recognised."""
    message = EmailMessage(policy=OVER_SMTP)
    for name, value in headers_of(letter).items():
        message[name] = value
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
        message.set_boundary(f"=_{letter.uid.hex}")
    if letter.calendar:
        _add_calendar(message, letter)
    return message


def _add_calendar(message: EmailMessage, letter: Letter) -> None:
    """Twice (RFC 6047): as one more way to read the letter, which calendars act upon, and as a file for
    programs that know only files."""
    method = method_of(letter.calendar)
    message.add_alternative(letter.calendar, subtype="calendar", cte="base64", params={"method": method})
    message.set_boundary(f"=_{letter.uid.hex}")
    content = letter.calendar.encode()
    message.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")
    message.set_boundary(f"=_mixed_{letter.uid.hex}")


def method_of(calendar: str) -> str:
    """What the object asks of a calendar program, such as REQUEST; its line comes before any event."""
    head = calendar.partition("BEGIN:VEVENT")[0]
    return next((line[7:] for line in head.splitlines() if line.startswith("METHOD:")), "PUBLISH")


def headers_of(letter: Letter) -> dict[str, object]:
    shown, plain = clean.sender()
    headers: dict[str, object] = {
        "From": _address(shown, plain),
        "To": _address(clean.name(clean.one_line(letter.name)), letter.to),
        "Subject": clean.subject(letter.subject),
        "Date": format_datetime(letter.written_at),
        "Message-ID": letter.message_id or keys.message_id(letter.uid),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": letter.language,
    }
    for name, value in letter.headers.items():
        clean.refuse_line_breaks(value)
        headers[name] = value
    return headers


def header_lines(letter: Letter) -> list[tuple[str, str]]:
    """For the development mailbox, as people read them."""
    return [(name, str(value)) for name, value in headers_of(letter).items()]


def signed(message: EmailMessage) -> bytes:
    """The bytes that leave, with a DKIM signature where there is a key."""
    plain = message.as_bytes(policy=OVER_SMTP)
    if not settings.DKIM_KEY:
        return plain
    import dkim

    present = {name.lower().encode() for name in message}
    signature: bytes = dkim.sign(
        plain,
        settings.DKIM_SELECTOR.encode(),
        keys.own_domain().encode(),
        _private_key(settings.DKIM_KEY),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[name for name in SIGNED_HEADERS if name in present],
    )
    return signature + plain


def _address(name: str, plain: str) -> Address:
    return Address(display_name=name, addr_spec=clean.on_the_wire(plain))


@lru_cache(maxsize=2)
def _private_key(path: Path) -> bytes:
    return path.read_bytes()
