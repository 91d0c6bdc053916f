"""Codes that are read at the door: short enough to type, without letters and digits that look alike, and
as QR codes of the page that checks somebody in."""

from __future__ import annotations

import re
import secrets
from typing import Final

import qrcode
from django.conf import settings
from django.urls import reverse
from qrcode.image.svg import SvgPathImage

from corridor.events.models import Registration

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH: Final = 8
LONGEST: Final = 12


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def typed(text: str) -> str:
    """What somebody typed, or the last part of the address that a scanner gave."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    return re.sub(r"[\s-]", "", last)


def door_url(registration: Registration) -> str:
    """The full address of the page that checks somebody in; it opens for organisers alone."""
    event = registration.event
    return settings.BASE_URL + reverse(
        "events:at-door", args=[event.group.slug, event.slug, registration.code]
    )


def qr_svg(text: str) -> bytes:
    """A picture that up to 15 percent of damage leaves readable."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    picture: bytes = code.make_image(image_factory=SvgPathImage).to_string()
    return picture
