"""Django's own mails (sign-in codes, resets) go through the outbox like all others."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language, gettext_lazy

from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.people.models import Person

from . import clean
from .actions import post_letter
from .kinds import Kind
from .writing import Written

ACCOUNT = Kind(
    "account",
    gettext_lazy("Your account"),
    template="",
    needs_answer=True,
    is_secret=True,
    good_for=timedelta(hours=24),
)


class OutboxBackend(BaseEmailBackend):
    """One letter for each recipient, in the caller's transaction. They go whatever the person wishes."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            written = Written(clean.subject(str(message.subject)), str(message.body), _html(message), "")
            for address in dict.fromkeys(message.recipients()):
                _post(clean.address(address), written, message)
        return len(email_messages)


def _post(address: str, written: Written, message: EmailMessage) -> None:
    person = Person.objects.filter(email__iexact=address, is_active=True).first()
    reply_to = ", ".join(clean.address(one) for one in message.reply_to)
    post_letter(
        to=address,
        name=clean.name(clean.one_line(person.name)) if person else "",
        language=_language(),
        kind=ACCOUNT,
        written=written,
        headers={"Reply-To": reply_to} if reply_to else {},
        key=f"account:{uuid.uuid4().hex}",
        person=person,
        by_request=True,
    )


def _language() -> str:
    code = get_language() or DEFAULT
    return code if code in CODES else DEFAULT


def _html(message: EmailMessage) -> str:
    parts = getattr(message, "alternatives", [])
    return next((str(part[0]) for part in parts if part[1] == "text/html"), "")
