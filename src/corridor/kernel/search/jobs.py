"""The encoding queue: a resumable job, one at a time, that ends when every passage has its vector."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.db import transaction

from .alignment import Vectors, ensure_alignments, learnt, raw_vectors
from .embedding import Encoder, encoder
from .generation import advance
from .kept import MOST_PASSAGES
from .models import SearchPassage
from .passages import encoded_text
from .qdrant.changes import note
from .registry import terminology
from .segments import renewing

CHUNK = 64  # passages between two commits
RENEWED = 2048  # passages after which the files may follow
LABEL = 20  # words up to which a passage is like a question, and encoded as one as well

logger = logging.getLogger(__name__)


def encode_soon() -> None:
    """Queue the job in the caller's transaction; a job that already waits is enough."""
    from corridor.kernel.tasks import encode_passages, enqueue_once

    enqueue_once(encode_passages, "encode-passages")


def encode_all() -> int:
    """Learn the alignment where needed, then give every passage its vector; returns how many."""
    model = encoder()
    if model is None:
        return 0
    if ensure_alignments(model, terminology()):
        _forget_vectors()
    count = 0
    while done := _encode_chunk(model):
        count += done
        if count % RENEWED < CHUNK:
            renew()
    return count


def renew(*, tidy: bool = False) -> int:
    """Large installations are searched in files, which follow the tables; but for those with a cluster."""
    return 0 if settings.QDRANT else renewing.renew(fewest_passages=MOST_PASSAGES, tidy=tidy)


def _forget_vectors() -> None:
    """They belong to the old alignment. Raw vectors are kept, so encoding again is quick."""
    with transaction.atomic():
        SearchPassage.objects.exclude(vector=None).update(vector=None)
        advance()


def _encode_chunk(model: Encoder) -> int:
    waiting = list(
        SearchPassage.objects.filter(vector=None)
        .select_related("text__entry")
        .order_by("text__language", "position", "pk")[:CHUNK]
    )
    if not waiting:
        return 0
    for passage, vector in zip(waiting, _vectors(model, waiting), strict=True):
        passage.vector = vector
    with transaction.atomic():
        # A record may have been projected anew in the meantime: then its old passages are gone.
        SearchPassage.objects.bulk_update(waiting, ["vector"])
        _note_records(waiting)
        advance()
    return len(waiting)


def _vectors(model: Encoder, passages: Sequence[SearchPassage]) -> Iterator[Vectors]:
    known = learnt(model.name)
    texts = [encoded_text(passage.text.title, passage.body) for passage in passages]
    short = [text for text in texts if len(text.split()) <= LABEL]
    asked = dict(zip(short, raw_vectors(model, "query", short), strict=True))
    for passage, text, raw in zip(passages, texts, raw_vectors(model, "passage", texts), strict=True):
        alignment = known.of(passage.text.language)
        yield alignment.labels(asked[text], raw) if text in asked else alignment.passages(raw)


def _note_records(passages: Sequence[SearchPassage]) -> None:
    records = {(passage.text.entry.kind, passage.text.entry.record_id) for passage in passages}
    for kind, ids in groupby(sorted(records), itemgetter(0)):
        note(kind, [record for _kind, record in ids])


def waiting_passages() -> int:
    return SearchPassage.objects.filter(vector=None).count()
