"""What a backup says about itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from corridor.kernel.errors import Refused

FORMAT = "corridor-backup/1"
NAME = "manifest.json"
LARGEST = 64 * 1024 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Column:
    name: str
    type: str


@dataclass(frozen=True)
class TableEntry:
    """One table: its columns, how many rows, and the file with them."""

    name: str
    columns: tuple[Column, ...]
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class FileEntry:
    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class SequenceEntry:
    name: str
    value: int
    used: bool


@dataclass(frozen=True)
class Manifest:
    version: str
    made_at: str
    postgresql: str
    migrations: dict[str, list[str]]
    tables: tuple[TableEntry, ...]
    sequences: tuple[SequenceEntry, ...]
    media: tuple[FileEntry, ...] = field(default=())
    erased: FileEntry | None = None  # who was erased until then: older backups have none
    format: str = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def expected(self) -> dict[str, tuple[int, str]]:
        """Member of the archive -> its size and checksum."""
        tables = {f"database/{table.name}": (table.bytes, table.sha256) for table in self.tables}
        media = {f"media/{file.path}": (file.bytes, file.sha256) for file in self.media}
        ledger = {self.erased.path: (self.erased.bytes, self.erased.sha256)} if self.erased else {}
        return tables | media | ledger


def read_manifest(raw: bytes) -> Manifest:
    try:
        data = json.loads(raw)
        if data.get("format") != FORMAT:
            raise Refused(
                f"This backup has the format {data.get('format')!r}; this version reads {FORMAT!r}."
            )
        return _built(data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused("The file is no backup of Corridor: its manifest cannot be read.") from error


def _built(data: dict[str, Any]) -> Manifest:
    tables = tuple(
        TableEntry(**{**table, "columns": tuple(Column(**column) for column in table["columns"])})
        for table in data["tables"]
    )
    sequences = tuple(SequenceEntry(**sequence) for sequence in data["sequences"])
    media = tuple(FileEntry(**file) for file in data["media"])
    erased = FileEntry(**data["erased"]) if data.get("erased") else None
    return Manifest(**{**data, "tables": tables, "sequences": sequences, "media": media, "erased": erased})


class Measured:
    """A file that counts and sums what passes through it."""

    def __init__(self, target: BinaryIO | None = None) -> None:
        self.target = target
        self.bytes = 0
        self.sum = hashlib.sha256()

    def write(self, chunk: bytes | memoryview) -> None:
        self.bytes += len(chunk)
        self.sum.update(chunk)
        if self.target is not None:
            self.target.write(chunk)

    @property
    def sha256(self) -> str:
        return self.sum.hexdigest()
