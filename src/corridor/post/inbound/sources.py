"""Where mail comes in: a maildir, or a mailbox by IMAP. A mail is marked as read once it is taken in."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import mailbox
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from django.conf import settings

from corridor.post.models import InboundMail
from corridor.post.servers import Server
from corridor.post.tls import client_context

from .sorting import LARGEST, take_in

MOST_AT_ONCE: Final = 200
Arrived = tuple[bytes, Callable[[], None]]  # a mail, and what marks it as read

log = logging.getLogger(__name__)


def read_inbox() -> int:
    """Take in what is new; how many mails that was. Where the mailbox does not answer, mail waits in it."""
    source = settings.INBOX
    if source is None:
        return 0
    if isinstance(source, Path):
        return sum(1 for _mail in _taken_in(_from_maildir(source)))
    count = 0
    try:
        for _mail in _taken_in(_from_imap(source)):
            count += 1
    except (imaplib.IMAP4.error, OSError) as error:
        log.warning("The mailbox does not answer (%s); mail waits there.", type(error).__name__)
    return count


def _taken_in(mails: Iterator[Arrived]) -> Iterator[InboundMail]:
    """A mail whose mark is lost is read again, and known by then."""
    for raw, done in islice(mails, MOST_AT_ONCE):
        mail = take_in(raw)
        done()
        yield mail


def _from_maildir(folder: Path) -> Iterator[Arrived]:
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


def _from_imap(server: Server) -> Iterator[Arrived]:
    client = _connected(server)
    try:
        client.login(server.user, server.password)
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
        with contextlib.suppress(OSError):
            client.shutdown()  # which ``logout`` leaves out where the server is gone


def _connected(server: Server) -> imaplib.IMAP4:
    if server.tls != "implicit":
        return imaplib.IMAP4(server.host, server.port, timeout=settings.MAIL_TIMEOUT)
    return imaplib.IMAP4_SSL(
        server.host, server.port, ssl_context=client_context(), timeout=settings.MAIL_TIMEOUT
    )


def _mark(client: imaplib.IMAP4, uid: str) -> None:
    client.uid("store", uid, "+FLAGS", "(\\Seen)")


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
