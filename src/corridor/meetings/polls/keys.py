"""The key of a poll's page for one who is asked: their id and a signature over it, stored nowhere."""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from corridor.post import keys as post

from .models import PollInvitee

SALT: Final = "meetings.poll"
SIGNATURE_BYTES: Final = 20
ID_BYTES: Final = 16


def key_of(invitee: PollInvitee) -> str:
    return _written(invitee.uid)


def uid_in(key: str) -> uuid.UUID | None:
    """Whose key it is, if we made it."""
    try:
        plain = base64.b32decode(key.upper() + "=" * (-len(key) % 8))
        uid = uuid.UUID(bytes=plain[:ID_BYTES])
    except (ValueError, binascii.Error):
        return None
    return uid if constant_time_compare(key, _written(uid)) else None


def page(invitee: PollInvitee, language: str) -> str:
    return post.page("meetings:poll-by-key", language, key_of(invitee))


def _written(uid: uuid.UUID) -> str:
    signature = salted_hmac(SALT, uid.bytes, algorithm="sha256").digest()[:SIGNATURE_BYTES]
    return base64.b32encode(uid.bytes + signature).decode().rstrip("=").lower()
