"""Parts of pages that were made once are shown again for exactly as long as they are true.

A part is made from two things only. ``Asked`` is all that the reader contributes, and takes the request's
place while the part is made, so that nothing else of the reader can get into it. The rows that it shows have
a fingerprint, which each request reads anew. Both together are what a part is remembered under.
"""

from __future__ import annotations

import secrets
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from corridor.kernel.audience import Viewer
from corridor.kernel.search.generation import one_moment

MOST: Final = 1024  # parts per process
LARGEST: Final = 24 * 2**20  # bytes, all of them together
TOKEN: Final = secrets.token_hex(16)  # stands where the reader's own token against forged requests goes

Fingerprint = tuple[Any, ...]
Key = tuple[str, "Asked"]


@dataclass(frozen=True)
class Asked:
    """Which page, and who asks for it: what a remembered part may depend on beside the database.

    ``viewer`` is seen ``within`` one group, and ``may`` names what else the reader is allowed to do there.
    """

    path: str
    query: str
    viewer: Viewer
    may: frozenset[str]
    language: str | None
    zone: str
    today: date

    @property
    def GET(self) -> QueryDict:  # noqa: N802 - like the request's
        return QueryDict(self.query)

    @property
    def size(self) -> int:
        return sys.getsizeof(self.path) + sys.getsizeof(self.query)


def asked(request: Any, group: int, may: Iterable[str] = ()) -> Asked:
    """What of a request may be remembered, where its page shows records of that group."""
    return Asked(
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        viewer=request.viewer.within(group),
        may=frozenset(may),
        language=get_language(),
        zone=timezone.get_current_timezone_name(),
        today=timezone.localdate(),
    )


# Fingerprints


def fingerprint(*selects: str, **values: Any) -> Fingerprint:
    """What each of these says, in one statement. Each is a sum, over the rows that a page shows, of

        hash_record_extended(row(one.ctid, one.xmin), 0)

    PostgreSQL writes each change to another place (``ctid``) under the number of its transaction (``xmin``).
    A select sees of both what it sees of the rows, also where transactions commit in another order than they
    began; and nobody waits for anybody. These numbers begin anew only where an older copy of the whole
    server takes its place, for which it is stopped.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"select pg_postmaster_start_time(), {', '.join(selects)}", values)
        found: Fingerprint = cursor.fetchone()
    return found


# What is remembered


class Memory:
    """The parts that were asked for last, each with the fingerprint of the rows that it was made from."""

    def __init__(self, most: int = MOST, largest: int = LARGEST) -> None:
        self.most = most
        self.largest = largest
        self.size = 0
        self._lock = threading.Lock()
        self._parts: OrderedDict[Key, tuple[Fingerprint, str]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._parts)

    def get(self, key: Key, rows: Fingerprint) -> str | None:
        with self._lock:
            found, text = self._parts.get(key, (None, None))
            if found != rows:
                return None
            self._parts.move_to_end(key)
            return text

    def put(self, key: Key, rows: Fingerprint, text: str) -> None:
        with self._lock:
            self._forget(key)
            self._parts[key] = (rows, text)
            self.size += _size(key, text)
            while len(self._parts) > self.most or self.size > self.largest:
                self._forget(next(iter(self._parts)))

    def clear(self) -> None:
        with self._lock:
            self._parts.clear()
            self.size = 0

    def _forget(self, key: Key) -> None:
        if key in self._parts:
            _rows, text = self._parts.pop(key)
            self.size -= _size(key, text)


def _size(key: Key, text: str) -> int:
    return key[1].size + sys.getsizeof(text)


memory: Final = Memory()


def part(
    request: Any,
    template: str,
    of: Asked,
    rows: Callable[[], Fingerprint],
    context: Callable[[Asked], dict[str, Any]],
) -> SafeString:
    """What ``template`` makes of ``context``: as it was made before, while ``rows`` are the same."""
    text = None if settings.DEBUG else memory.get((template, of), rows())
    return _personal(request, _made(template, of, rows, context) if text is None else text)


def _made(
    template: str, of: Asked, rows: Callable[[], Fingerprint], context: Callable[[Asked], dict[str, Any]]
) -> str:
    """Made from the rows of one moment, and remembered under the fingerprint that they have in it."""
    with one_moment():
        now = rows()
        text = str(render_to_string(template, context(of) | {"request": of, "csrf_token": TOKEN}))
    memory.put((template, of), now, text)
    return text


def _personal(request: HttpRequest, text: str) -> SafeString:
    return mark_safe(text.replace(TOKEN, get_token(request)) if TOKEN in text else text)
