"""Restoring a backup: everything is checked before anything is touched, then all or nothing."""

from __future__ import annotations

import contextlib
import gzip
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from psycopg import Connection, Error, sql

from corridor.kernel.errors import Refused
from corridor.kernel.search.qdrant import standing
from corridor.operations.set_up import set_up_database
from corridor.people.privacy import ledger

from . import tables
from .manifest import CHUNK, LARGEST, NAME, Manifest, Measured, read_manifest
from .writing import own_connection

Say = Callable[[str], None]
# What an installation has in it before anybody used it: what `corridor migrate` loads.
FILLED_BY_MIGRATE = ("django_", "auth_", "vocab_", "kernel_", "procrastinate_")
BROKEN = "The backup is damaged ({}); nothing was changed."


def restore_backup(source: Path, say: Say, erased: Path | None = None) -> Manifest:
    """Put the backup's rows and files into this empty installation.

    Whoever is in this data folder's list of the erased, in the backup's or in ``erased`` is erased again.
    """
    if erased is not None and not erased.is_file():
        raise Refused(f"There is no file {erased}.")
    folder = Path(settings.DATA_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="restore-") as place:
        manifest = unpack(source, Path(place))
        say(f"Checked: {len(manifest.tables)} tables with {manifest.rows} rows, {len(manifest.media)} files.")
        refuse_unless_empty()
        _migrate_to(manifest)
        with _media_in_place(manifest, Path(place)):
            # Known before the rows are there, so that no crash in between brings anybody back.
            _take_over_ledgers([Path(place) / ledger.NAME, *([erased] if erased else [])])
            _load(manifest, Path(place))
    say("Restored: every table has the checksum that it had when the backup was made.")
    set_up_database(say)
    standing.forget()  # a cluster, if there is one, holds what was before
    return manifest


def _take_over_ledgers(others: list[Path]) -> None:
    for other in others:
        ledger.take_over(other)


def unpack(source: Path, place: Path) -> Manifest:
    """Unpack into ``place`` what the manifest lists, and nothing else; refuses what does not match."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            manifest = _manifest_of(archive)
            _unpack_members(archive, manifest, place)
        _read_to_the_end(source)
    except FileNotFoundError:
        raise Refused(f"There is no file {source}.") from None
    except (tarfile.TarError, EOFError, OSError, zlib.error, UnicodeError) as error:
        raise Refused(BROKEN.format(error)) from error
    return manifest


def _manifest_of(archive: tarfile.TarFile) -> Manifest:
    first = archive.next()
    if first is None or first.name != NAME or not first.isfile() or first.size > LARGEST:
        raise Refused("The file is no backup of Corridor: it does not begin with a manifest.")
    return read_manifest(_content(archive, first).read())


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Any:
    content = archive.extractfile(member)
    if content is None:
        raise Refused(BROKEN.format(f"{member.name} is no file"))
    return content


def _unpack_members(archive: tarfile.TarFile, manifest: Manifest, place: Path) -> None:
    missing = manifest.expected()
    while member := archive.next():
        if member.name not in missing or not member.isfile() or not _stays_inside(member.name):
            raise Refused(BROKEN.format(f"it holds {member.name!r}, which its manifest does not list"))
        _unpack_one(archive, member, place, missing.pop(member.name))
    if missing:
        raise Refused(BROKEN.format(f"{min(missing)} is missing"))


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _unpack_one(
    archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path, expected: tuple[int, str]
) -> None:
    target = place / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if member.size != expected[0]:
        raise Refused(BROKEN.format(f"{member.name} has another size"))
    with target.open("xb") as file:
        measured = Measured(file)
        content = _content(archive, member)
        while chunk := content.read(CHUNK):
            measured.write(chunk)
    if (measured.bytes, measured.sha256) != expected:
        raise Refused(BROKEN.format(f"{member.name} has another checksum"))


def _read_to_the_end(source: Path) -> None:
    """The compressed stream's own checksum is at its end, behind what tar cares to read."""
    with gzip.open(source, "rb") as stream:
        while stream.read(CHUNK):
            pass


def refuse_unless_empty() -> None:
    """A restore adds to nothing and overwrites nothing."""
    with own_connection() as connection:
        for table in tables.tables(connection):
            if not table.name.startswith(FILLED_BY_MIGRATE) and _has_rows(connection, table.name):
                raise Refused(
                    "This installation is not empty, and a restore never overwrites: "
                    f"there are rows in {table.name}. Restore into a new data folder or database."
                )
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(media.iterdir()):
        raise Refused(f"This installation is not empty: there are files in {media}.")


def _has_rows(connection: Connection[Any], name: str) -> bool:
    found = connection.execute(sql.SQL("select exists (select from {})").format(sql.Identifier(name)))
    return bool(found.fetchone()[0])  # type: ignore[index]


def _migrate_to(manifest: Manifest) -> None:
    """Bring the tables to the shape that they had in the backup; newer migrations follow afterwards."""
    executor = MigrationExecutor(connections["default"])
    known = executor.loader.disk_migrations.keys() | executor.loader.replacements.keys()
    wanted = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if unknown := sorted(wanted - known):
        raise Refused(
            f"The backup was made by Corridor {manifest.version}, which has changes that this version "
            f"does not know ({'.'.join(unknown[0])}). Install that version or a newer one."
        )
    _go_to(wanted)
    call_command("createcachetable", verbosity=0)


def _go_to(wanted: set[tuple[str, str]]) -> None:
    """Backwards where the empty tables here are already newer than the backup, then forwards."""
    executor = MigrationExecutor(connections["default"])
    goals: dict[str, str | None] = dict(_last_of(executor, wanted))
    newer = {app for app, _name in executor.loader.applied_migrations.keys() - wanted}
    try:
        if newer:
            executor.migrate([(app, goals.get(app)) for app in sorted(newer)])
            executor = MigrationExecutor(connections["default"])
        executor.migrate(list(goals.items()))
    except (IrreversibleError, NotImplementedError) as error:
        raise Refused("The tables here are newer than the backup. Restore into a new database.") from error


def _last_of(executor: MigrationExecutor, wanted: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each room's last migration in the backup."""
    graph = executor.loader.graph
    return [
        node
        for node in sorted(wanted & graph.nodes.keys())
        if not any(child.key in wanted and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]


@contextlib.contextmanager
def _media_in_place(manifest: Manifest, place: Path) -> Iterator[None]:
    """The uploads are there when the rows are committed, and gone again if those are refused."""
    target = Path(settings.MEDIA_ROOT)
    if not manifest.media:
        yield
        return
    if target.exists():
        target.rmdir()
    (place / "media").rename(target)
    try:
        yield
    except BaseException:
        shutil.rmtree(target)
        raise


def _load(manifest: Manifest, place: Path) -> None:
    try:
        with own_connection() as connection, connection.transaction():
            tables.use_one_spelling(connection)
            here = tables.tables(connection)
            _refuse_other_tables(manifest, here)
            _fill(connection, manifest, here, place)
            _compare(connection, manifest, here, place)
    except Error as error:
        raise Refused(f"PostgreSQL refused the rows ({str(error).strip()}); nothing was changed.") from error


def _refuse_other_tables(manifest: Manifest, here: list[tables.Table]) -> None:
    ours = {table.name: {column.name for column in table.columns} for table in here}
    theirs = {table.name: {column.name for column in table.columns} for table in manifest.tables}
    if ours != theirs:
        odd = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
        raise Refused(f"The backup has other tables than this installation: {', '.join(odd)}.")


def _fill(connection: Connection[Any], manifest: Manifest, here: list[tables.Table], place: Path) -> None:
    tables.empty_for_restore(connection, here)
    connection.execute("set constraints all deferred")
    entries = {entry.name: entry for entry in manifest.tables}
    for table in here:
        with (place / "database" / table.name).open("rb") as file:
            tables.read_table(connection, entries[table.name], table, file)
    for sequence in manifest.sequences:
        tables.set_sequence(connection, sequence)
    connection.execute("set constraints all immediate")
    tables.switch_triggers(connection, here, on=True)


def _compare(connection: Connection[Any], manifest: Manifest, here: list[tables.Table], place: Path) -> None:
    """Before the commit: are the rows that came in the rows that went out?"""
    entries = {entry.name: entry for entry in manifest.tables}
    for table in here:
        with (place / "database" / table.name).open("rb") as file:
            if not tables.same_rows(connection, entries[table.name], table, file):
                raise Refused(f"The rows of {table.name} are not those of the backup; nothing was changed.")
