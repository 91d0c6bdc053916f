from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone

BROWSERS: Final = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS: Final = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X"),
    ("Linux", r"Linux"),
)


@dataclass(frozen=True)
class OpenSession:
    pk: int
    device: str
    address: str
    since: datetime
    here: bool


def sessions_of(person: Any, key: str | None) -> list[OpenSession]:
    """Where this person is signed in, this session first; two queries however many there are."""
    young = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    rows = UserSession.objects.filter(user=person, created_at__gt=young).order_by("-created_at", "-pk")
    return sorted((_session(row, key) for row in rows), key=lambda one: not one.here)


def _session(row: UserSession, key: str | None) -> OpenSession:
    device = " · ".join(filter(None, (_first(BROWSERS, row.user_agent), _first(SYSTEMS, row.user_agent))))
    return OpenSession(row.pk, device or row.user_agent[:60], row.ip, row.created_at, row.session_key == key)


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, agent)), "")
