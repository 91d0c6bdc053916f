"""Settings from the environment: typed, with a default, and loud about nonsense.

Every setting that an operator can change is read through ``setting`` and is thereby listed in
``SETTINGS``, from which ``docs/settings.md`` is checked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


class BadSetting(SystemExit):
    """A setting that cannot be understood; the process ends with this one sentence."""


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, what it is for, and its default as an operator reads it."""

    name: str
    about: str
    default: str


SETTINGS: dict[str, Setting] = {}


def setting(name: str, about: str, default: T, read: Callable[[str], T], shown: str | None = None) -> T:
    """Value of the environment variable ``name``, or ``default`` where it is unset.

    ``shown`` is the default in words, for values that are computed.
    """
    SETTINGS[name] = Setting(name, about, shown if shown is not None else str(default))
    raw = os.environ.get(name)
    if raw is None:
        return default
    try:
        return read(raw.strip())
    except ValueError as error:
        raise BadSetting(f"{name}={without_password(raw)!r} cannot be used: {error}") from error


def without_password(raw: str) -> str:
    """An address as it may be printed."""
    return re.sub(r"//\S*@", "//...@", raw)


def yes_or_no(raw: str) -> bool:
    word = raw.lower()
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    raise ValueError("write yes or no")


def words(raw: str) -> list[str]:
    """A comma-separated list; empty items are dropped."""
    return [word.strip() for word in raw.split(",") if word.strip()]


def whole_number(raw: str) -> int:
    return int(raw)


def folder(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def base_url(raw: str) -> str:
    if not raw.startswith(("http://", "https://")):
        raise ValueError("write a full address that starts with https://")
    return raw.rstrip("/")


def web_address(raw: str) -> str:
    """Of a page that may be anywhere, or nothing."""
    return raw if not raw or base_url(raw) else ""
