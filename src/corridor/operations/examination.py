"""``corridor check``: is this installation fit to run? One line each: ok, warn or fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from corridor.kernel.clock import ahead, is_right
from corridor.kernel.search.embedding.encoder import BUILT_IN, NONE
from corridor.kernel.search.kept import MOST_PASSAGES
from corridor.kernel.search.segments.current import reach
from corridor.kernel.search.stored import more_passages_than
from corridor.vocab.models import Term

from .set_up import pending_migrations

OLDEST_POSTGRESQL = 15
BEHIND = timedelta(minutes=5)  # that the cluster may be while the worker is busy
EXTENSIONS = {
    "pg_trgm": "misspelt words are not found",
    "unaccent": "words without their accents are not found",
    "btree_gist": "overlapping periods are not refused by the database",
    "vector": "search by meaning compares vectors in Python, which is slower",
}


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    state: State
    text: str


Findings = Iterator[Finding]


def examine() -> Findings:
    """All findings, worst news of a broken database only once."""
    yield from _settings()
    yield from _django()
    try:
        for part in _WITH_DATABASE:
            yield from part()
    except DatabaseError as error:
        yield Finding(State.FAIL, f"database: {str(error).strip()}")
    yield from _files()


def _settings() -> Findings:
    if settings.DEBUG:
        yield Finding(State.WARN, "CORRIDOR_DEBUG is on: visitors would see the program's inside")
    if settings.PORT not in range(1, 65536):
        yield Finding(State.FAIL, f"CORRIDOR_PORT={settings.PORT} is no port (1 to 65535)")
    if settings.WORKERS < 1:
        yield Finding(State.FAIL, f"CORRIDOR_WORKERS={settings.WORKERS}: at least 1 is needed")
    if not settings.SECURE:
        yield Finding(
            State.WARN, f"CORRIDOR_BASE_URL={settings.BASE_URL} is not https: fine on one machine only"
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(State.WARN, "CORRIDOR_HOSTS=* answers to any name; list the names of this site")
    yield Finding(State.OK, "settings: read")


def _django() -> Findings:
    found = checks.run_checks(include_deployment_checks=settings.SECURE)
    for message in found:
        if not message.is_silenced():
            state = State.FAIL if message.level >= checks.ERROR else State.WARN
            yield Finding(state, f"{message.id}: {message.msg}")
    if not found:
        yield Finding(State.OK, "Django's own checks: nothing found")


def _server() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int / 10000")
        (version,) = cursor.fetchone()
    where = "DATABASE_URL" if settings.DATABASE_URL else "embedded"
    if version >= OLDEST_POSTGRESQL:
        yield Finding(State.OK, f"database: PostgreSQL {version} ({where})")
    else:
        yield Finding(State.FAIL, f"database: PostgreSQL {version}; {OLDEST_POSTGRESQL} or newer is needed")


def _clock() -> Findings:
    seconds = round(ahead().total_seconds())
    if is_right():
        yield Finding(State.OK, "clock: the same as the database's")
    else:
        direction = "ahead of" if seconds > 0 else "behind"
        yield Finding(State.FAIL, f"clock: {abs(seconds)} s {direction} the database's; set both by NTP")


def _extensions() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute("select extname from pg_extension")
        there = {name for (name,) in cursor.fetchall()}
    for name, loss in EXTENSIONS.items():
        if name in there:
            yield Finding(State.OK, f"extension {name}: there")
        else:
            yield Finding(State.WARN, f"extension {name}: missing, so {loss}")


def _migrations() -> Findings:
    waiting = pending_migrations()
    if waiting:
        yield Finding(State.FAIL, f"migrations: {len(waiting)} wait; run `corridor migrate`")
    else:
        yield Finding(State.OK, "migrations: all applied")


def _reference_data() -> Findings:
    terms = Term.objects.count()
    if terms:
        yield Finding(State.OK, f"reference data: {terms} terms of official lists")
    else:
        yield Finding(State.FAIL, "reference data: none; run `corridor migrate`")


def _search_files() -> Findings:
    if settings.QDRANT or not more_passages_than(MOST_PASSAGES):
        return
    now = reach()
    if now.is_enough:
        yield Finding(State.OK, f"search files: all but {now.missing} of {now.records} records")
    else:
        yield Finding(
            State.WARN,
            f"search files: {now.missing} of {now.records} records are not in them yet, so PostgreSQL"
            " answers, slowly; the worker writes them",
        )


def _cluster() -> Findings:
    if not settings.QDRANT:
        return
    from corridor.kernel.search.qdrant.health import health

    found = health()
    if found.fault:
        yield Finding(State.WARN, f"Qdrant: away, so PostgreSQL answers searches ({found.fault})")
    elif not found.serves:
        yield Finding(State.WARN, "Qdrant: not complete, so PostgreSQL answers; run `corridor reindex`")
    elif found.waiting:
        late = found.behind > BEHIND
        told = f"{found.waiting} changes wait, the oldest for {found.behind.total_seconds():.0f} s"
        yield Finding(State.WARN if late else State.OK, f"Qdrant {found.version}: {told}")
    elif found.passages != found.expected:
        told = f"{found.passages} passages of {found.expected}; run `corridor reindex`"
        yield Finding(State.WARN, f"Qdrant {found.version}: {told}")
    else:
        yield Finding(State.OK, f"Qdrant {found.version}: all {found.passages} passages")


_WITH_DATABASE: tuple[Callable[[], Findings], ...] = (
    _server,
    _clock,
    _extensions,
    _migrations,
    _reference_data,
    _search_files,
    _cluster,
)


def _files() -> Findings:
    if not os.access(settings.DATA_FOLDER, os.W_OK):
        yield Finding(State.FAIL, f"data folder: cannot write to {settings.DATA_FOLDER}")
    else:
        yield Finding(State.OK, f"data folder: {settings.DATA_FOLDER}")
    yield _model()
    if (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield Finding(State.OK, "static files: collected")
    else:
        yield Finding(State.WARN, "static files: not collected; run `corridor collectstatic`")


def _model() -> Finding:
    if settings.EMBEDDER == NONE:
        return Finding(State.WARN, "model: EMBEDDER=none, so search goes by words only")
    built_in = settings.EMBEDDER == BUILT_IN
    place = Path(settings.DATA_FOLDER, "models") if built_in else Path(settings.EMBEDDER)
    found = sorted(place.glob("*/model.onnx" if built_in else "model.onnx"))
    if found:
        return Finding(State.OK, f"model: {found[-1].parent.name}")
    cure = "run `corridor migrate`" if built_in else "EMBEDDER names the wrong folder"
    return Finding(State.FAIL, f"model: no model.onnx in {place}; {cure}")
