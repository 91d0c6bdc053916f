"""Large installations: search files that follow the tables, and what happens where they do not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from django.db import connection

from corridor.engines.crosslingual import unit
from corridor.kernel.audience import VISITOR
from corridor.kernel.search import kept
from corridor.kernel.search.embedding.encoder import DIMENSIONS
from corridor.kernel.search.generation import advance, current
from corridor.kernel.search.indexing import project
from corridor.kernel.search.jobs import renew
from corridor.kernel.search.models import SearchAlignment, SearchEntry, SearchPassage, SearchSegment
from corridor.kernel.search.queries import find
from corridor.kernel.search.segments import closest, reading, renewing
from corridor.kernel.search.segments import current as current_segments
from corridor.kernel.search.segments.columns import BIG, read_columns
from corridor.kernel.search.shapes import Question
from corridor.kernel.search.stored import Stored
from corridor.kernel.search.vectors import has_pgvector, to_text
from corridor.members.models import Hub

from .test_holdings import many  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def large(settings, monkeypatch, tmp_path):
    """As if forty hubs were a hundred thousand services."""
    settings.EMBEDDER = "none"
    settings.DATA_FOLDER = tmp_path
    monkeypatch.setattr(kept, "MOST_PASSAGES", 10)
    monkeypatch.setattr("corridor.kernel.search.jobs.MOST_PASSAGES", 10)
    monkeypatch.setattr(renewing, "ENOUGH", 5)
    monkeypatch.setattr(current_segments, "MOST_RECENT", 10)


def held():
    """What answers a visitor from files, if anything does."""
    return kept.mapped.held(current(), VISITOR, ("hub",))


def vectors_for(passages, seed=1):
    draw = np.random.default_rng(seed)
    rows = list(passages)
    for row, vector in zip(rows, unit(draw.standard_normal((len(rows), DIMENSIONS))), strict=True):
        row.vector = vector
    SearchPassage.objects.bulk_update(rows, ["vector"])
    advance()


def folders(tmp_path):
    return sorted(folder.name for folder in Path(tmp_path).glob("search/*/*"))


def test_until_the_worker_has_written_the_files_the_database_answers(many):  # noqa: F811
    assert held() is None
    assert not current_segments.reach().is_enough
    before = find(Question("port"), VISITOR).total
    assert renew() == SearchEntry.objects.count()
    assert current_segments.reach().missing == 0
    assert held() is not None
    assert find(Question("port"), VISITOR).total == before > 0


def test_the_hub_that_anna_edits_is_found_anew_and_one_that_is_gone_is_not(many, hub):  # noqa: F811
    renew()
    Hub.objects.filter(pk=hub.pk).update(description={"en": "Zeppelins above the fjord."})
    gone = SearchEntry.objects.exclude(record_id=hub.pk).filter(audience="public").first()
    project("hub", [hub.pk])
    SearchEntry.objects.filter(pk=gone.pk).delete()
    advance()
    assert renew() == 0  # too little for a segment
    assert [hit.record_id for hit in find(Question("zeppelin"), VISITOR).hits] == [hub.pk]
    everything = find(Question("", size=99), VISITOR)
    assert gone.record_id not in {hit.record_id for hit in everything.hits}
    assert everything.total == SearchEntry.objects.filter(audience="public").count()


def test_every_night_what_is_gone_leaves_the_files(many, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr("corridor.kernel.search.segments.files.GRACE", -1)
    renew()
    gone = SearchEntry.objects.first()
    gone.delete()
    advance()
    before = folders(tmp_path)
    assert renew() == 0
    assert renew(tidy=True) == SearchEntry.objects.count()
    assert len(folders(tmp_path)) == 1
    assert folders(tmp_path) != before
    (segment,) = current_segments.segments_in_force().values()
    assert gone.pk not in segment.entries


def test_lost_and_damaged_files_cost_time_and_nothing_else(many, tmp_path):  # noqa: F811
    total = find(Question("port"), VISITOR).total
    for harm in (
        shutil.rmtree,
        lambda folder: (folder / "texts.npy").write_bytes(b"x"),
    ):
        renew()
        (name,) = folders(tmp_path)[-1:]
        harm(next(Path(tmp_path).glob(f"search/*/{name}")))
        current_segments._open.cache_clear()
        advance()
        assert held() is None
        assert find(Question("port"), VISITOR).total == total
        shutil.rmtree(tmp_path / "search")
    assert renew() == SearchEntry.objects.count()
    assert held() is not None


def test_vectors_of_another_alignment_are_not_compared(many):  # noqa: F811
    renew()
    SearchAlignment.objects.create(
        model="m", language="en", texts="t", query_mean=b"", passage_mean=b"", matrix=b"", discriminant=b""
    )
    advance()
    assert held() is None
    assert renew() == SearchEntry.objects.count()
    assert SearchSegment.objects.count() == 1


def test_a_record_in_the_files_gets_its_vectors_when_the_last_one_is_there(many):  # noqa: F811
    vectors_for(SearchPassage.objects.all())
    entry = SearchEntry.objects.filter(audience="public").first()
    passages = SearchPassage.objects.filter(text__entry=entry)
    passages.update(vector=None)
    renew()
    question = unit(np.ones(DIMENSIONS, np.float32))
    assert entry.pk not in held().nearest(question).entries
    vectors_for(passages, seed=2)
    assert entry.pk in held().nearest(question).entries
    assert renew() == 0
    assert len(held().index.segments) == 2  # the files, and one record read from the tables


def test_segments_of_one_size_become_one(many, monkeypatch):  # noqa: F811
    monkeypatch.setattr(renewing, "ENOUGH", 1)
    monkeypatch.setattr(renewing, "ALIKE", 3)
    renew()
    hubs = list(Hub.objects.order_by("pk")[:4])
    for one in hubs:
        project("hub", [one.pk])
        renew()
    sizes = [len(one.entries) for one in current_segments.segments_in_force().values()]
    assert sizes == [SearchEntry.objects.count(), 1, 1, 1, 1]
    renew()
    sizes = [len(one.entries) for one in current_segments.segments_in_force().values()]
    assert sizes == [SearchEntry.objects.count(), 4]


def test_what_is_compared_whole_has_its_cosine_and_the_average_is_nearly_the_same(many, monkeypatch):  # noqa: F811
    vectors_for(SearchPassage.objects.all())
    stored = Stored(SearchEntry.objects.filter(kind="hub", audience="public"))
    monkeypatch.setattr(reading, "FEW", 20)
    renew()
    monkeypatch.setattr(closest, "EXACT", 30)
    monkeypatch.setattr(closest, "LEAST", 40)
    monkeypatch.setattr(closest, "SAMPLED", 30)
    shares = []
    for vector in unit(np.random.default_rng(8).standard_normal((5, DIMENSIONS))):
        near, exact = held().nearest(vector), stored.nearest(vector)
        known = dict(zip(exact.passages.tolist(), exact.cosines, strict=True))
        assert len(near.passages) == 40 < len(known)
        assert near.cosines == pytest.approx([known[one] for one in near.passages.tolist()], abs=1e-5)
        assert near.mean == pytest.approx(exact.mean, abs=exact.deviation / 2)
        assert near.deviation == pytest.approx(exact.deviation, rel=0.4)
        shares.append(np.isin(exact.passages[:5], near.passages).mean())
    assert np.mean(shares) > 0.8


@pytest.mark.parametrize("pgvector", [True, False])
def test_vectors_are_read_as_either_kind_of_server_sends_them(db, monkeypatch, pgvector):
    if pgvector and not has_pgvector(connection):
        pytest.skip("this server has no pgvector")
    monkeypatch.setattr(reading, "has_pgvector", lambda _connection: pgvector)
    vector = np.linspace(-1, 1, DIMENSIONS, dtype=np.float32)
    sent = (to_text(vector), "vector") if pgvector else (vector.tobytes(), "bytea")
    ids, rows = read_columns(f"select 7::bigint, %s::{sent[1]}", [BIG, reading._vector()], [sent[0]])
    assert ids.tolist() == [7]
    assert rows["numbers"][0] == pytest.approx(vector, abs=1e-5)
