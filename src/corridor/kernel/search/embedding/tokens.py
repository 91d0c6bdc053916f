"""Cuts a text into the word pieces of the model, as its own tokenizer does, and weighs them.

A text's vector is the mean of its pieces' vectors, and each piece weighs as much as it is rare: minus
the logarithm of its probability, as the tokenizer knows it. The marks and the role before the text
weigh nothing. The model's authors take the plain mean over everything; but in a label of three words
most pieces are then not the label's own, and what they say is mostly in which language it is.
docs/decisions/rare-pieces.md has what it gains. Weighing by rarity: Arora, Liang and Ma 2017.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
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
Weights = npt.NDArray[np.float32]
Inputs = dict[str, npt.NDArray[Any]]


class Tokens:
    """Texts to ids. ``vocabulary.json`` holds the pieces, ``rarity.npy`` what each weighs, ``marks.json``
    special ids and replacements."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "vocabulary.json"))
        marks = json.loads((folder / "marks.json").read_text())
        self._replacements = {int(point): text for point, text in marks.pop("replacements").items()}
        self._marks: dict[str, int] = marks
        self._rarity: Weights = np.load(folder / "rarity.npy")
        self._after = lru_cache(self._where_the_text_begins)

    def cut(self, texts: list[str]) -> list[list[int]]:
        """The pieces of each text between the marks, cut off at the model's length."""
        clean = [re.sub("  +", " ", text.translate(self._replacements)) for text in texts]
        begin, end = self._marks["begin"], self._marks["end"]
        return [[begin, *made.ids[:LONGEST], end] for made in self._tokenizer.encode_batch(clean)]

    def _where_the_text_begins(self, role: str) -> int:
        return len(self.cut([f"{role}:"])[0]) - 1

    def padded(self, rows: list[list[int]]) -> Inputs:
        """One batch as the model's inputs; places count from 0, and all pieces weigh the same."""
        longest = max(map(len, rows))
        padding = self._marks["padding"]
        ids = np.full((len(rows), longest), padding, np.int64)
        for row, pieces in zip(ids, rows, strict=True):
            row[: len(pieces)] = pieces
        mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in rows], np.int64)
        places = np.broadcast_to(np.arange(longest, dtype=np.int64), ids.shape)
        weights = mask.astype(np.float32)
        return {"input_ids": ids, "attention_mask": mask, "position_ids": places, "weights": weights}

    def weighed(self, inputs: Inputs, rows: list[list[int]], role: str) -> Inputs:
        """The same batch with each piece's rarity; a text of nothing that is known keeps equal weights."""
        begin = self._after(role)
        weights = np.zeros_like(inputs["weights"])
        for row, pieces in zip(weights, rows, strict=True):
            row[begin : len(pieces) - 1] = self._rarity[pieces[begin:-1]]
        known = weights.any(axis=1, keepdims=True)
        return {**inputs, "weights": np.where(known, weights, inputs["weights"])}


def write_tokens(pieces: Pieces, folder: Path) -> None:
    tokenizer = Tokenizer(Unigram(pieces.scored, unk_id=pieces.unknown, byte_fallback=False))
    tokenizer.pre_tokenizer = Metaspace(prepend_scheme="always", split=False)
    tokenizer.save(str(folder / "vocabulary.json"), pretty=False)
    marks: dict[str, Any] = {"begin": pieces.begin, "end": pieces.end, "padding": pieces.padding}
    np.save(folder / "rarity.npy", np.array([-score for _piece, score in pieces.scored], np.float32))
    (folder / "marks.json").write_text(json.dumps(marks | {"replacements": pieces.replacements}))
