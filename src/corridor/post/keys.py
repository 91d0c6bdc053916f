"""Keys in links and addresses: signatures, so that they can be written again and are stored nowhere.

They are in lower case, letters and digits only, since some mail systems change the case of an address.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from email.utils import parseaddr
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from corridor.kernel.i18n.languages import DEFAULT

KEY_BYTES: Final = 20
REPLY, BOUNCE = "reply", "bounce"
UNSUBSCRIBE: Final = "post.unsubscribe"


def key_of(kind: str, uid: uuid.UUID) -> str:
    signature = salted_hmac(f"post.{kind}", uid.bytes, algorithm="sha256").digest()
    return base64.b32encode(signature[:KEY_BYTES]).decode().lower()


def page(name: str, language: str, *args: Any) -> str:
    """The full address of a page, for mails and calendars."""
    with override(language or DEFAULT):
        return settings.BASE_URL + reverse(name, args=args)


def reply_address(key: str) -> str:
    return f"{REPLY}+{key}@{settings.MAIL_DOMAIN}" if settings.MAIL_DOMAIN else ""


def bounce_address(uid: uuid.UUID) -> str:
    """Where reports about one letter come back to, which thereby say which letter it was."""
    if not settings.MAIL_DOMAIN:
        return parseaddr(settings.MAIL_FROM)[1]
    return f"{BOUNCE}+{uid.hex}@{settings.MAIL_DOMAIN}"


def message_id(uid: uuid.UUID) -> str:
    return f"<{uid.hex}@{own_domain()}>"


def own_domain() -> str:
    return settings.MAIL_DOMAIN or parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]


def stable_id(*parts: str) -> str:
    """One key for a letter made of several things, however long they are."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def unsubscribe_token(*, person_id: int | None, address: str) -> str:
    """Never expires: whoever wants no more mail must be able to say so years later."""
    about = {"p": person_id} if person_id else {"a": address.lower()}
    return signing.dumps(about, salt=UNSUBSCRIBE, compress=True)


def whose_token(token: str) -> dict[str, Any] | None:
    try:
        about = signing.loads(token, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        return None
    return about if isinstance(about, dict) else None
