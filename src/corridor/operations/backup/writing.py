"""Making a backup: all rows as they were at one moment, then the uploads."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection as django_connection
from psycopg import Connection

from corridor import __version__
from corridor.kernel.errors import Refused
from corridor.people.privacy import ledger

from . import tables
from .manifest import CHUNK, NAME, FileEntry, Manifest, Measured, TableEntry

SNAPSHOT = "begin isolation level repeatable read read only"


def write_backup(target: Path) -> Manifest:
    """Write the backup beside ``target`` and move it there when it is complete and on the disk."""
    if target.exists():
        raise Refused(f"{target} exists already; a backup is never written over another file.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}.")
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            manifest = _collect(Path(folder))
            _pack(unfinished, manifest, Path(folder))
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _collect(folder: Path) -> Manifest:
    with own_connection() as connection:
        connection.execute(SNAPSHOT)
        tables.use_one_spelling(connection)
        entries = tuple(_dump(connection, table, folder) for table in tables.tables(connection))
        manifest = Manifest(
            version=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            postgresql=str(connection.info.parameter_status("server_version")),
            migrations=applied_migrations(connection),
            tables=entries,
            sequences=tables.sequences(connection),
            media=tuple(_media_entries()),
            erased=_ledger_entry(folder),
        )
        connection.execute("rollback")
    return manifest


@contextlib.contextmanager
def own_connection() -> Iterator[Connection[Any]]:
    """A connection beside Django's, so that a transaction that runs there does not matter here."""
    parameters = django_connection.get_connection_params()
    kept = {name: parameters[name] for name in parameters if name not in ("context", "cursor_factory")}
    with Connection.connect(**kept, autocommit=True) as connection:
        yield connection


def applied_migrations(connection: Connection[Any]) -> dict[str, list[str]]:
    applied: dict[str, list[str]] = {}
    for app, name in connection.execute("select app, name from django_migrations order by app, name"):
        applied.setdefault(app, []).append(name)
    return applied


def _dump(connection: Connection[Any], table: tables.Table, folder: Path) -> TableEntry:
    with (folder / table.name).open("wb") as file:
        return tables.write_table(connection, table, file)


def _media_entries() -> Iterator[FileEntry]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            measured = Measured()
            with path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    measured.write(chunk)
            yield FileEntry(path.relative_to(root).as_posix(), measured.bytes, measured.sha256)


def _ledger_entry(folder: Path) -> FileEntry | None:
    """A copy of the list of the erased: the list itself may grow before it is packed."""
    if not ledger.ledger().exists():
        return None
    content = ledger.ledger().read_bytes()
    (folder / ledger.NAME).write_bytes(content)
    return FileEntry(ledger.NAME, len(content), hashlib.sha256(content).hexdigest())


def _pack(target: Path, manifest: Manifest, folder: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # people's data: for us only
    with os.fdopen(handle, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
            _add_bytes(archive, NAME, manifest.to_json())
            for table in manifest.tables:
                archive.add(folder / table.name, f"database/{table.name}", filter=_anonymous)
            if manifest.erased:
                archive.add(folder / ledger.NAME, ledger.NAME, filter=_anonymous)
            for file in manifest.media:
                archive.add(Path(settings.MEDIA_ROOT) / file.path, f"media/{file.path}", filter=_anonymous)
        raw.flush()
        os.fsync(raw.fileno())


def _add_bytes(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(data))


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the machine's users in it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member
