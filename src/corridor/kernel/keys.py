"""Secrets that are handed out once and recognised later: only their digest is ever stored.

A key has 256 random bits, so that a plain digest is as hard to reverse as a slow one, and looking one up
by its digest takes the same time whether it is right or nearly right.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

DIGEST_LENGTH = 64


@dataclass(frozen=True)
class Key:
    """``plain`` is for its holder, ``digest`` for the database."""

    plain: str
    digest: str


def new_key(prefix: str = "") -> Key:
    plain = prefix + secrets.token_urlsafe(32)
    return Key(plain, digest_of(plain))


def digest_of(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
