"""Names of files as somebody gave them, made safe to show and to offer."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 150  # bytes, without the suffix
HIDDEN: Final = frozenset(
    {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
)  # controls, also those that turn text around


def clean_name(given: str, suffix: str) -> str:
    """The last part of the name, with the suffix of what the file is."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    visible = "".join(letter for letter in name if _shows(letter))
    stem, dot, ending = re.sub(r'[\s<>:"|?*]+', " ", visible).rpartition(".")
    if not dot or len(ending) > 5:  # noqa: PLR2004 - no suffix is longer
        stem = f"{stem}{dot}{ending}"
    return f"{_cut(stem.strip(' .')) or 'document'}.{suffix}"


def _shows(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in HIDDEN


def _cut(stem: str) -> str:
    return stem.encode()[:LONGEST].decode(errors="ignore").strip(" .")
