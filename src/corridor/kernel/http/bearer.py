"""API keys in ``Authorization: Bearer``: whose request it is, and what the key is for.

Without a key everybody reads what is public, and who is signed in reads what their pages show. What
changes something needs a key: a browser's cookie, which other sites can make a browser send, never does.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from corridor.kernel.errors import CorridorError

from .holders import holder_of

READ = "read"


class KeyRefused(CorridorError):
    code = "key-refused"
    status = HTTPStatus.UNAUTHORIZED
    text = _("This key opens nothing: it is wrong, expired or revoked.")


class KeyMissing(CorridorError):
    code = "key-missing"
    status = HTTPStatus.UNAUTHORIZED
    text = _("This needs a key, sent as “Authorization: Bearer …”. You make one in your account.")


class ScopeMissing(CorridorError):
    code = "scope-missing"
    status = HTTPStatus.FORBIDDEN
    text = _("This key was not made for that.")


class Key(HttpBearer):
    """For operations that change something: a key with this scope, and nothing else will do."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        return _let_in(request, self.scope, needed=True)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError  # ``__call__`` does it all


def key_or_nobody(request: HttpRequest) -> Any:
    """For operations that read: a key counts where there is one."""
    return _let_in(request, READ, needed=False)


def _let_in(request: HttpRequest, scope: str, *, needed: bool) -> Any:
    sent = request.headers.get("Authorization")
    if sent is None:
        if needed:
            raise KeyMissing
        return True
    kind, _space, key = sent.partition(" ")
    holder = holder_of(key.strip()) if kind.lower() == "bearer" else None
    if holder is None:
        raise KeyRefused
    if scope not in holder.scopes:
        raise ScopeMissing
    request.user = holder.person  # ``request.viewer`` looks at it when it is asked
    return holder
