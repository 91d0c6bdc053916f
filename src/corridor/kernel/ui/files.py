"""Addresses of style sheets, scripts and pictures."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Makes each address once: a page has a dozen, and they do not change while the program runs."""

    def __init__(self) -> None:
        super().__init__()
        self._remembered: Callable[[str | None, bool], str] = lru_cache(maxsize=1024)(super().url)

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001, FBT002 - as Django has it
        return self._remembered(name, force)
