"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 64
MAX_CELL: Final = 32_767  # what a cell of a spreadsheet can hold
MAX_CELLS: Final = 300_000

MAX_ENTRIES: Final = 200
MAX_UNPACKED: Final = 40 * 1024 * 1024
MAX_RATIO: Final = 100  # real sheets pack 4 to 30 times
RATIO_MATTERS_FROM: Final = 256 * 1024  # a small file of blanks may pack well
MAX_PART: Final = 1024 * 1024  # styles, themes, properties: everything but cells and their texts


@dataclass(frozen=True)
class Limits:
    """How large a file may be; the rest above holds for all of them."""

    size: int = MAX_BYTES
    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS
    cells: int = MAX_CELLS
    unpacked: int = MAX_UNPACKED


UPLOADED: Final = Limits()
