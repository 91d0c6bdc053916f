"""Where mail comes in: a maildir, or a mailbox by IMAP. A mail is marked as read once it is taken in."""

from __future__ import annotations

import contextlib
import imaplib
import mailbox
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from corridor.post.servers import Server

from .sorting import LARGEST, take_in

MOST_AT_ONCE: Final = 200


def read_inbox() -> int:
    """Take in what is new; how many mails that was."""
    source = settings.INBOX
    if source is None:
        return 0
    mails = _from_maildir(source) if isinstance(source, Path) else _from_imap(source)
    count = 0
    for raw, done in mails:
        take_in(raw)
        done()
        count += 1
        if count == MOST_AT_ONCE:
            break
    return count


def _from_maildir(folder: Path) -> Iterator[tuple[bytes, Callable[[], None]]]:
    """Files of ``new`` move to ``cur`` with the flag for read."""
    if not (folder / "new").is_dir():
        return
    box = mailbox.Maildir(folder, create=False)
    for file in sorted((folder / "new").iterdir()):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as opened:
                raw = opened.read(LARGEST + 1)
            yield raw, lambda file=file: _move(box, file)  # type: ignore[misc]


def _move(box: mailbox.Maildir, file: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        file.rename(file.parents[1] / "cur" / f"{file.name}{box.colon}2,S")


def _from_imap(server: Server) -> Iterator[tuple[bytes, Callable[[], None]]]:
    client = _connected(server)
    try:
        client.select(_quoted(server.folder))
        _status, found = client.uid("search", None, "UNSEEN")  # type: ignore[arg-type]
        for uid in (found[0] or b"").split()[:MOST_AT_ONCE]:
            name = uid.decode()
            # One byte more than is read, so that a larger mail is recognised without being fetched.
            _status, parts = client.uid("fetch", name, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if raw is not None:
                yield raw, lambda name=name: _mark(client, name)  # type: ignore[misc]
    finally:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            client.logout()


def _connected(server: Server) -> imaplib.IMAP4:
    if server.tls == "implicit":
        tls = ssl.create_default_context()
        client: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=tls, timeout=settings.MAIL_TIMEOUT
        )
    else:
        client = imaplib.IMAP4(server.host, server.port, timeout=settings.MAIL_TIMEOUT)
    client.login(server.user, server.password)
    return client


def _mark(client: imaplib.IMAP4, uid: str) -> None:
    client.uid("store", uid, "+FLAGS", "(\\Seen)")


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
