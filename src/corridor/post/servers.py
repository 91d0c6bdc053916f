"""Addresses of mail servers and mailboxes, as the operator writes them: read once, at start."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class Server:
    """``tls`` is "" (none), "starttls" or "implicit"."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = ""
    folder: str = ""


def smtp_server(raw: str) -> Server | None:
    """``smtp://user:password@host:587?tls`` or ``smtps://user:password@host``."""
    if not raw:
        return None
    parts = urlsplit(raw)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("write smtp://user:password@host:587?tls or smtps://user:password@host")
    implicit = parts.scheme == "smtps"
    starttls = "tls" in parse_qs(parts.query, keep_blank_values=True)
    tls = "implicit" if implicit else "starttls" if starttls else ""
    port = parts.port or (465 if implicit else 587 if starttls else 25)
    return Server(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


def inbox(raw: str) -> Server | Path | None:
    """A maildir folder, or ``imaps://user:password@host/INBOX`` (``imap://`` without encryption)."""
    if not raw:
        return None
    if "://" not in raw:
        return Path(raw).expanduser().resolve()
    parts = urlsplit(raw)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname:
        raise ValueError("write the folder of a maildir or imaps://user:password@host/INBOX")
    implicit = parts.scheme == "imaps"
    return Server(
        parts.hostname,
        parts.port or (993 if implicit else 143),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        "implicit" if implicit else "",
        unquote(parts.path.lstrip("/")) or "INBOX",
    )


def sender(raw: str) -> str:
    """``Corridor <post@example.org>``, with or without the name."""
    _name, plain = parseaddr(raw)
    if "@" not in plain or any(sign in raw for sign in "\r\n"):
        raise ValueError("write an address as Corridor <post@example.org>")
    return raw
