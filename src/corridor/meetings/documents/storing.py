"""Where files lie: below MEDIA_ROOT under names of our own, which nothing serves directly."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from corridor.kernel.http.uploads import NoRoom


def path_of(uid: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / "meetings" / uid.hex[:2] / uid.hex


def store(uid: UUID, chunks: Iterable[bytes]) -> str:
    """Write it whole or not at all; its SHA-256 in hex."""
    path, digest = path_of(uid), hashlib.sha256()
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        _remove(part)
        raise NoRoom from error
    return digest.hexdigest()


def discard(uid: UUID) -> None:
    _remove(path_of(uid))


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # its folder is not there or cannot be written: neither is the file
        return
