"""Delivery reports (RFC 3464) and complaints (RFC 5965): which letter they are about, and what follows.

A report names its letter by the address it came back to, which only the recipient's server has seen, or
by the letter's own Message-ID. Nothing else in it is believed.
"""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from email.message import EmailMessage, Message
from typing import Final

from django.utils import timezone

from corridor.post import clean, keys
from corridor.post.delivery.rounds import suppress
from corridor.post.enums import LetterState, Obstacle
from corridor.post.models import Letter

MESSAGE_ID: Final = re.compile(r"<([0-9a-f]{32})@")
WRONG_ADDRESS: Final = re.compile(r"^5\.(1|4\.4$)")
MOST_FAILURES: Final = 3
WITHIN: Final = timedelta(days=30)


def is_report(message: EmailMessage) -> bool:
    return message.get_content_type() == "multipart/report"


def is_complaint(message: EmailMessage) -> bool:
    return is_report(message) and _report_type(message) == "feedback-report"


def letter_of(message: EmailMessage, key: str) -> Letter | None:
    """By the key in the address where it came in, else by the Message-ID of the mail inside."""
    found = _by_uid(key)
    if found is None:
        for part in message.walk():
            if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
                found = found or _by_message_id(part)
    return found


def note_failure(message: EmailMessage, letter: Letter) -> str:
    """What a delivery report says; a letter that cannot arrive fails, and its address is held back."""
    action, status, said = _fields(message)
    if action != "failed":
        return f"{action or 'report'} {status}: nothing to do yet"
    reason = clean.one_line(f"{status} {said}")[:400]
    Letter.objects.filter(pk=letter.pk, state__in=[LetterState.SENT, LetterState.UNCERTAIN]).update(
        state=LetterState.FAILED, reason=f"came back: {reason}"
    )
    if WRONG_ADDRESS.match(status) or _failed_often(letter):
        suppress(letter.to, Obstacle.BOUNCE, reason)
        return f"the address is held back: {reason}"
    return f"came back: {reason}"


def note_complaint(letter: Letter) -> str:
    suppress(letter.to, Obstacle.COMPLAINT, "")
    return "the address is held back"


def _failed_often(letter: Letter) -> bool:
    failed = Letter.objects.filter(
        to__iexact=letter.to, state=LetterState.FAILED, written_at__gte=timezone.now() - WITHIN
    )
    return failed.count() >= MOST_FAILURES


def _fields(message: EmailMessage) -> tuple[str, str, str]:
    """Action, status and diagnostic of the first recipient in the report."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if isinstance(block, Message) and block["Action"]:
                    said = str(block["Diagnostic-Code"] or "").partition(";")[2].strip()
                    return str(block["Action"]).strip().lower(), str(block["Status"] or "").strip(), said
    return "", "", ""


def _report_type(message: EmailMessage) -> str:
    return str(message.get_param("report-type") or "").lower()


def _by_uid(key: str) -> Letter | None:
    try:
        return Letter.objects.filter(uid=uuid.UUID(hex=key)).first()
    except ValueError:
        return None


def _by_message_id(part: Message) -> Letter | None:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    text = str(inner["Message-ID"]) if isinstance(inner, Message) else str(payload)[:20_000]
    found = MESSAGE_ID.search(text)
    letter = _by_uid(found[1]) if found else None
    return letter if letter and f"@{keys.own_domain()}" in text else None
