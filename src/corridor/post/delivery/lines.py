"""One connection to the mail server, used for many letters, and what the server may answer.

``smtplib.sendmail`` does not tell whether a failure came before or after the text was given away, which
decides whether a letter may be tried again. So the steps are taken one by one here.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.conf import settings

from corridor.post import keys
from corridor.post.servers import Server
from corridor.post.tls import client_context

OK, GO_AHEAD, NEVER = 250, 354, 500
LEADING_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
ENHANCED: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
LONGEST_REASON: Final = 400


class Outcome(StrEnum):
    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    UNCERTAIN = "uncertain"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class Verdict:
    """``broken``: the connection cannot be used any more."""

    outcome: Outcome
    reason: str = ""
    broken: bool = False

    @property
    def address_is_wrong(self) -> bool:
        """The server says that there is no such mailbox or domain (RFC 3463, 5.1.x)."""
        found = ENHANCED.search(self.reason)
        return self.outcome == Outcome.NEVER and bool(found and found[1].startswith("5.1."))


class ServerAway(Exception):
    """No letter can be handed over now, whichever it is."""


class Line:
    """Opens when first needed, and again after it broke."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()

    def drop(self) -> None:
        """Without saying good-bye, since nobody listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def hand_over(self, *, sender: str, to: str, content: bytes, begin: Callable[[], bool]) -> Verdict:
        """``begin`` is called when the server would take the text: it notes that, or says no."""
        smtp = self._open()
        try:
            return _in_steps(smtp, sender, to, content, begin)
        except (smtplib.SMTPException, OSError) as error:
            return Verdict(Outcome.LATER, f"connection lost: {error or type(error).__name__}", broken=True)

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = _connected(self.server)
            except (smtplib.SMTPException, OSError) as error:
                raise ServerAway(str(error) or type(error).__name__) from error
        return self._smtp


def _connected(server: Server) -> smtplib.SMTP:
    where, patience = (server.host, server.port, keys.own_domain()), settings.MAIL_TIMEOUT
    if server.tls == "implicit":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=patience, context=client_context())
    else:
        smtp = smtplib.SMTP(*where, timeout=patience)
    try:
        # Text and its end are sent one by one; else each letter would wait for a delayed acknowledgement.
        assert smtp.sock  # noqa: S101 - it is connected
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.ehlo()
        if server.tls == "starttls":
            smtp.starttls(context=client_context())
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except (smtplib.SMTPException, OSError):
        smtp.close()
        raise
    return smtp


def _in_steps(smtp: smtplib.SMTP, sender: str, to: str, content: bytes, begin: Callable[[], bool]) -> Verdict:
    for command in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>"):
        code, said = smtp.docmd(command)
        if code // 10 != OK // 10:
            return _refused(smtp, code, said)
    if not begin():
        smtp.rset()
        return Verdict(Outcome.TAKEN_BACK)
    code, said = smtp.docmd("DATA")
    if code != GO_AHEAD:
        return _refused(smtp, code, said)
    smtp.send(_dotted(content))  # without its end it is no mail yet: up to here it can be tried again
    return _ended(smtp)


def _ended(smtp: smtplib.SMTP) -> Verdict:
    """From here on only the server knows whether it has the letter, until it has said so."""
    try:
        smtp.send(b".\r\n")
        code, said = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        reason = f"the server did not say whether it took the letter ({error or type(error).__name__})"
        return Verdict(Outcome.UNCERTAIN, reason, broken=True)
    return Verdict(Outcome.SENT, _words(code, said)) if code == OK else _refused(smtp, code, said)


def _refused(smtp: smtplib.SMTP, code: int, said: bytes) -> Verdict:
    outcome = Outcome.NEVER if code >= NEVER else Outcome.LATER
    if code in {-1, 421}:
        return Verdict(Outcome.LATER, _words(code, said), broken=True)
    try:
        smtp.rset()
    except (smtplib.SMTPException, OSError):
        return Verdict(outcome, _words(code, said), broken=True)
    return Verdict(outcome, _words(code, said))


def _dotted(content: bytes) -> bytes:
    lines = b"\r\n".join(content.splitlines()) + b"\r\n"
    return LEADING_DOT.sub(b"..", lines)


def _words(code: int, said: bytes) -> str:
    text = " ".join(said.decode("utf-8", "replace").split())
    return f"{code} {text}"[:LONGEST_REASON]
