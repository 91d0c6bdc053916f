"""How often somebody may try to sign in: counted per account that is tried and per peer address.

What is typed as an address counts, whether or not there is such an account, so that the limit says
nothing about who has one. Each count is a list of times in the cache, changed under a database lock,
so that many attempts at once are counted as many.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest

from corridor.kernel.http.peer import peer_address
from corridor.kernel.i18n.fields import clean_text


@dataclass(frozen=True)
class Limit:
    """At most ``attempts`` within ``seconds``."""

    attempts: int
    seconds: int


PER_ACCOUNT: Final = Limit(10, 15 * 60)
PER_PEER: Final = Limit(60, 15 * 60)  # an office or a village behind one address
MAILS: Final = Limit(5, 15 * 60)  # to one address, whoever asks

PASSPHRASE: Final = "sign-in"  # noqa: S105 - these are names of counts
CODE: Final = "code"
SECOND_FACTOR: Final = "second-factor"
MAIL: Final = "mail"


@dataclass(frozen=True)
class Attempt:
    """One attempt, as the limits see it. Each purpose has a count of its own for the account, so that
    being right about one thing does not wipe out wrong guesses about another; a peer has one for all."""

    account: str
    peer: str
    purpose: str = PASSPHRASE

    @property
    def counts(self) -> tuple[tuple[str, Limit], ...]:
        of_account = MAILS if self.purpose == MAIL else PER_ACCOUNT
        return (
            (_key(f"{self.purpose}:account", self.account), of_account),
            (_key("sign-in:peer", self.peer), PER_PEER),
        )


def attempt_of(request: HttpRequest, typed: str, purpose: str = PASSPHRASE) -> Attempt:
    return Attempt(clean_text(typed).casefold(), peer_address(request), purpose)


def seconds_to_wait(attempt: Attempt) -> int:
    """Counts the attempt; 0 where it may go on, else how long until the next one may."""
    return max(_take(key, limit) for key, limit in attempt.counts)


def seconds_to_wait_of_peer(peer: str) -> int:
    """For steps in which nobody has said yet who they are."""
    return _take(_key("sign-in:peer", peer), PER_PEER)


def forget(attempt: Attempt) -> None:
    """The attempt was right: the account starts afresh. The peer's count stays."""
    key, _limit = attempt.counts[0]
    cache.delete(key)


def _take(key: str, limit: Limit) -> int:
    now = time.time()
    with transaction.atomic():
        _lock(key)
        times = [at for at in cache.get(key, []) if at > now - limit.seconds]
        if len(times) >= limit.attempts:
            return max(1, int(times[0] + limit.seconds - now) + 1)
        cache.set(key, [*times, now], limit.seconds)
    return 0


def _lock(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _key(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()}"
