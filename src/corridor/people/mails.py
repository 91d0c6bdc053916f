"""Mails of this room: plain text, the first line is the subject. They are queued by the mail backend."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def send(name: str, address: str, words: dict[str, Any]) -> None:
    text = render_to_string(f"people/mail/{name}.txt", words | {"site": settings.BASE_URL})
    subject, _line, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[address]).send()
