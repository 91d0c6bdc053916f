"""The server burns down; Olga has one file."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import tarfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import numpy as np
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.kernel.errors import Refused
from corridor.operations.backup import vectors
from corridor.operations.backup.manifest import Column
from corridor.operations.backup.reading import unpack

from .conftest import copied
from .installation import Installation

UPLOAD = bytes(range(256)) * 5000


@pytest.fixture(scope="session")
def backup(filled, tmp_path_factory) -> Path:
    """A backup of the filled demo with one upload; made once, changed never."""
    place = tmp_path_factory.mktemp("backup")
    demo = Installation(copied(filled, place / "var"))
    media = demo.folder / "media" / "logos"
    media.mkdir(parents=True)
    (media / "nordlys ø.png").write_bytes(UPLOAD)
    demo.run("backup", str(place / "corridor.tar.gz"))
    return place / "corridor.tar.gz"


@dataclass(frozen=True)
class Restored:
    """An installation after a restore: what was said, and its rows at that moment."""

    place: Installation
    said: str
    sums: dict[str, Any]


@pytest.fixture(scope="module")
def restored(backup, blank, tmp_path_factory) -> Restored:
    """Stories go on with it, but none of them relies on what another one did."""
    place = Installation(copied(blank, tmp_path_factory.mktemp("restored") / "var"))
    said = place.run("restore", str(backup))
    return Restored(place, said, place.sums())


def members(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def write(path: Path, content: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def test_the_same_rows_and_files_come_back(demo, restored):
    before = demo.sums()

    assert "Restored: every table has the checksum that it had when the backup was made." in restored.said
    assert restored.sums == before
    assert before["members_hub"][0] == 60
    assert (restored.place.folder / "media" / "logos" / "nordlys ø.png").read_bytes() == UPLOAD


@pytest.fixture
def other_server(tmp_path):
    """An installation on the server of DATABASE_URL, in a database of its own."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        pytest.skip("needs a second PostgreSQL: set DATABASE_URL")
    name = f"corridor_restored_{uuid.uuid4().hex[:8]}"
    parts = urlsplit(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield Installation(tmp_path / "other", {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))})
        connection.execute(f"drop database {name} with (force)")


def test_a_backup_moves_to_another_server_and_back(demo, backup, other_server, empty, tmp_path):
    other_server.run("restore", str(backup))
    assert other_server.sums()["members_hub"] == demo.sums()["members_hub"]

    other_server.run("backup", str(tmp_path / "back.tar.gz"))
    empty.run("restore", str(tmp_path / "back.tar.gz"))

    assert empty.sums() == demo.sums()


def test_new_rows_after_a_restore_get_new_numbers(restored):
    made = restored.place.python(
        "from corridor.people.models import Person\n"
        "from django.db.models import Max\n"
        "last = Person.objects.aggregate(last=Max('id'))['last']\n"
        "new = Person.objects.create_user('new@example.org', 'a long enough passphrase', name='New')\n"
        "print(new.id - last)"
    )

    assert int(made) >= 1


def test_the_journal_is_still_append_only_after_a_restore(restored):
    kept = restored.place.python(
        "from corridor.kernel.models import JournalEntry\n"
        "from django.db import DatabaseError\n"
        "JournalEntry.objects.create(verb='look', record_type='hub', record_id='1')\n"
        "try:\n"
        "    JournalEntry.objects.update(verb='forged')\n"
        "except DatabaseError as error:\n"
        "    print('refused')\n"
        "else:\n"
        "    print('changed')"
    )

    assert kept == "refused"


def test_a_restore_into_a_migrated_but_unused_installation(backup, demo, unused):
    unused.run("restore", str(backup))
    assert unused.sums() == demo.sums()


def test_a_restore_never_overwrites(demo, backup):
    before = demo.sums()

    said = demo.run("restore", str(backup), expect=1)

    assert "This installation is not empty, and a restore never overwrites" in said
    assert demo.sums() == before


def test_a_backup_is_for_its_owner_only_and_overwrites_nothing(demo, backup, tmp_path):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600

    target = tmp_path / "there.tar.gz"
    target.write_text("mine")
    said = demo.run("backup", str(target), expect=1)

    assert "exists already; a backup is never written over another file" in said
    assert target.read_text() == "mine"


def cut_short(path: Path, content: bytes) -> None:
    path.write_bytes(content[: len(content) * 2 // 3])


def cut_at_the_very_end(path: Path, content: bytes) -> None:
    path.write_bytes(content[:-4])


def with_a_flipped_bit(path: Path, content: bytes) -> None:
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


def no_archive(path: Path, content: bytes) -> None:
    path.write_bytes(b"PK\x03\x04 not what you think")


def an_empty_file(path: Path, content: bytes) -> None:
    path.write_bytes(b"")


DAMAGES = [cut_short, cut_at_the_very_end, with_a_flipped_bit, no_archive, an_empty_file]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused(damage, backup, tmp_path):
    broken = tmp_path / "broken.tar.gz"
    damage(broken, backup.read_bytes())

    with pytest.raises(Refused):
        unpack(broken, tmp_path / "place")


def test_a_changed_row_is_refused_before_anything_is_touched(backup, empty, tmp_path):
    content = members(backup)
    rows = content["database/people_person"]
    content["database/people_person"] = rows.replace(b"@", b"%", 1)

    said = empty.run("restore", str(write(tmp_path / "b.tar.gz", content)), expect=1)

    assert "The backup is damaged (database/people_person has another checksum); nothing was changed." in said
    assert empty.sums() == {}


@pytest.mark.parametrize("name", ["media/../../evil", "/etc/evil", "database/evil", "media/logos/more.png"])
def test_a_file_that_the_manifest_does_not_list_is_refused(name, backup, tmp_path):
    broken = write(tmp_path / "b.tar.gz", members(backup) | {name: b"evil"})

    with pytest.raises(Refused, match="which its manifest does not list"):
        unpack(broken, tmp_path / "inner" / "place")

    assert not list(tmp_path.rglob("*evil*"))


def test_a_path_that_leaves_the_folder_is_refused_though_the_manifest_lists_it(backup, tmp_path):
    content = members(backup)
    manifest = json.loads(content["manifest.json"])
    manifest["media"].append({"path": "../../evil", "bytes": 0, "sha256": "0"})
    content["manifest.json"] = json.dumps(manifest).encode()
    content["media/../../evil"] = b""

    with pytest.raises(Refused):
        unpack(write(tmp_path / "b.tar.gz", content), tmp_path / "inner" / "place")

    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("gone", ["database/members_hub", "media/logos/nordlys ø.png"])
def test_a_missing_part_is_refused(gone, backup, tmp_path):
    content = members(backup)
    del content[gone]

    with pytest.raises(Refused, match=f"{gone} is missing"):
        unpack(write(tmp_path / "b.tar.gz", content), tmp_path / "place")


def test_a_backup_of_a_newer_version_is_refused(backup, empty, tmp_path):
    content = members(backup)
    manifest = json.loads(content["manifest.json"])
    manifest["migrations"]["members"].append("0999_from_the_future")
    manifest["version"] = "99.0"
    content["manifest.json"] = json.dumps(manifest).encode()

    said = empty.run("restore", str(write(tmp_path / "b.tar.gz", content)), expect=1)

    assert "The backup was made by Corridor 99.0" in said
    assert empty.sums() == {}


def test_another_format_is_refused(tmp_path):
    other = write(tmp_path / "b.tar.gz", {"manifest.json": b'{"format": "corridor-backup/2"}'})

    with pytest.raises(Refused, match="this version reads 'corridor-backup/1'"):
        unpack(other, tmp_path / "place")


def test_rows_that_break_a_reference_leave_nothing_behind(backup, unused, tmp_path):
    """Whoever can write the file can also write the checksums: then the database itself refuses."""
    import hashlib

    content = members(backup)
    manifest = json.loads(content["manifest.json"])
    content["database/members_hub"] = b""
    entry = next(table for table in manifest["tables"] if table["name"] == "members_hub")
    entry |= {"rows": 0, "bytes": 0, "sha256": hashlib.sha256(b"").hexdigest()}
    content["manifest.json"] = json.dumps(manifest).encode()

    before = unused.sums()
    said = unused.run("restore", str(write(tmp_path / "b.tar.gz", content)), expect=1)

    assert "PostgreSQL refused the rows" in said
    assert unused.sums() == before
    assert not (unused.folder / "media").exists()


def test_the_file_holds_no_name_of_this_machine(backup):
    with tarfile.open(backup) as archive:
        owners = {(member.uid, member.gid, member.uname, member.gname) for member in archive}
    assert owners == {(0, 0, "", "")}
    assert str(backup.parent).encode() not in gzip.decompress(backup.read_bytes())


FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)


@given(st.lists(FLOATS, min_size=1, max_size=8))
def test_vectors_travel_between_servers_with_and_without_pgvector_unchanged(numbers):
    as_bytes = b"\\\\x" + np.array(numbers, "<f4").tobytes().hex().encode()
    assert vectors.to_bytes(vectors.to_vector(as_bytes)) == as_bytes


def test_only_vector_columns_are_rewritten():
    came = [Column("id", "bigint"), Column("meaning", "vector"), Column("seal", "bytea")]
    wanted = [Column("id", "bigint"), Column("meaning", "bytea"), Column("seal", "bytea")]

    rewritten = vectors.changes(came, wanted)

    assert vectors.rewrite(b"7\t[1,2]\t\\\\x00\n", rewritten) == b"7\t\\\\x0000803f00000040\t\\\\x00\n"
    assert vectors.rewrite(b"8\t\\N\t\\N\n", rewritten) == b"8\t\\N\t\\N\n"
