"""Encryption of the connections to mail servers, the outgoing one and the mailbox."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def client_context() -> ssl.SSLContext:
    """Made once: reading the certificates of all authorities takes longer than sending a letter."""
    return ssl.create_default_context()
