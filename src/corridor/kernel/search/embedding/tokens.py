"""Cuts a text into the word pieces of the model, as its own tokenizer does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace

from .weights import Pieces

LONGEST = 510  # pieces; the model has 512 places, two are for the marks of begin and end

Ids = npt.NDArray[np.int64]


class Tokens:
    """Texts to ids. ``vocabulary.json`` holds the pieces, ``marks.json`` special ids and replacements."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "vocabulary.json"))
        marks = json.loads((folder / "marks.json").read_text())
        self._replacements = {int(point): text for point, text in marks.pop("replacements").items()}
        self._marks: dict[str, int] = marks

    def cut(self, texts: list[str]) -> list[list[int]]:
        """The pieces of each text between the marks, cut off at the model's length."""
        clean = [re.sub("  +", " ", text.translate(self._replacements)) for text in texts]
        begin, end = self._marks["begin"], self._marks["end"]
        return [[begin, *made.ids[:LONGEST], end] for made in self._tokenizer.encode_batch(clean)]

    def padded(self, rows: list[list[int]]) -> dict[str, Ids]:
        """One batch as the model's three inputs; places count from 0."""
        longest = max(map(len, rows))
        padding = self._marks["padding"]
        ids = np.full((len(rows), longest), padding, np.int64)
        for row, pieces in zip(ids, rows, strict=True):
            row[: len(pieces)] = pieces
        mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in rows], np.int64)
        places = np.arange(longest, dtype=np.int64)
        return {"input_ids": ids, "attention_mask": mask, "position_ids": np.broadcast_to(places, ids.shape)}


def write_tokens(pieces: Pieces, folder: Path) -> None:
    tokenizer = Tokenizer(Unigram(pieces.scored, unk_id=pieces.unknown, byte_fallback=False))
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always", split=False)
    tokenizer.save(str(folder / "vocabulary.json"), pretty=False)
    marks: dict[str, Any] = {"begin": pieces.begin, "end": pieces.end, "padding": pieces.padding}
    (folder / "marks.json").write_text(json.dumps(marks | {"replacements": pieces.replacements}))
