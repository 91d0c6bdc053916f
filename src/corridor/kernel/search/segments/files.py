"""Segments in the data folder, mapped into memory: web processes share what they look at."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints
from uuid import uuid4

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.db import connection

from .segment import Lists, Segment

GRACE = 3600  # seconds in which somebody may still begin to read what is no longer in force


def write_segment(segment: Segment) -> str:
    """The name of its folder. It is safely on the disk when this returns."""
    name = uuid4().hex
    place = _place() / name
    place.mkdir(parents=True, mode=0o700)
    _write(segment, place)
    return name


def open_segment(name: str) -> Segment | None:
    """``None`` where the file is missing or damaged."""
    try:
        segment: Segment = _opened(Segment, _place() / name)
    except (OSError, ValueError):
        return None
    return segment


def bytes_of(name: str) -> int:
    return sum(file.stat().st_size for file in (_place() / name).glob("*.npy"))


def forget_all_but(names: Collection[str]) -> None:
    """Deletes the others, unless they are so young that they may be on their way in or out of force."""
    if not _place().exists():
        return
    for folder in _place().iterdir():
        if folder.name not in names and folder.stat().st_mtime < time.time() - GRACE:
            shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    return Path(settings.DATA_FOLDER) / "search" / str(connection.settings_dict["NAME"])


def _write(columns: Any, place: Path, prefix: str = "") -> None:
    for field in fields(columns):
        value = getattr(columns, field.name)
        if is_dataclass(value):
            _write(value, place, f"{field.name}.")
            continue
        with (place / f"{prefix}{field.name}.npy").open("wb") as file:
            np.save(file, value)
            file.flush()
            os.fsync(file.fileno())


def _opened(kind: type[Any], place: Path, prefix: str = "") -> Any:
    return kind(
        **{
            name: _opened(Lists, place, f"{name}.")
            if hint is Lists
            else _mapped(place / f"{prefix}{name}.npy")
            for name, hint in get_type_hints(kind).items()
        }
    )


def _mapped(file: Path) -> npt.NDArray[Any]:
    """As a plain array, which is quicker to slice than numpy's class for mapped ones."""
    return np.asarray(np.load(file, mmap_mode="r"))
