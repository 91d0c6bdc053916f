"""Who was erased: a file in the data folder, outside the database, so that an older backup does not bring
anybody back. It holds account numbers and times, no name and no address.

A line is on the disk before the erasure is committed. If the commit then fails, the next start or the
next night finishes what was asked for.
"""

from __future__ import annotations

import fcntl
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NAME = "erased.jsonl"


def ledger() -> Path:
    return Path(settings.DATA_FOLDER) / NAME


def note(uid: uuid.UUID, at: datetime | None = None) -> None:
    if uid not in noted():
        _append(ledger(), {uid: (at or timezone.now()).isoformat(timespec="seconds")})


def noted(path: Path | None = None) -> dict[uuid.UUID, str]:
    """Account numbers and times; a line that a crash cut off is left out."""
    path = path or ledger()
    if not path.exists():
        return {}
    return dict(_read(path.read_text(encoding="utf-8")))


def take_over(other: Path) -> int:
    """Add what another ledger knows, such as the one in a backup; how many it had that were not here."""
    here = noted()
    new = {uid: at for uid, at in noted(other).items() if uid not in here}
    if new:
        _append(ledger(), new)
    return len(new)


def _read(text: str) -> Iterator[tuple[uuid.UUID, str]]:
    for line in text.splitlines():
        try:
            entry = json.loads(line)
            yield uuid.UUID(entry["uid"]), str(entry["at"])
        except (ValueError, KeyError, TypeError, AttributeError):
            continue


def _append(path: Path, entries: Mapping[uuid.UUID, str]) -> None:
    """Whole lines, one process at a time, on the disk before this returns."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "rb+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = [json.dumps({"uid": str(uid), "at": at}) for uid, at in entries.items()]
        file.write((_line_break(file.fileno()) + "\n".join(lines) + "\n").encode())
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _line_break(handle: int) -> str:
    """Nothing, unless a crash left a line without its end."""
    size = os.fstat(handle).st_size
    return "\n" if size and os.pread(handle, 1, size - 1) != b"\n" else ""


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
