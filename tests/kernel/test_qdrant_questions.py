"""What is asked of a Qdrant cluster, and where it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from django.db.models import Q
from qdrant_client import models

from corridor.kernel.audience import VISITOR
from corridor.kernel.environment import BadSetting, setting
from corridor.kernel.search.embedding.encoder import DIMENSIONS
from corridor.kernel.search.holdings import NEAREST
from corridor.kernel.search.indexing import project
from corridor.kernel.search.models import SearchPassage
from corridor.kernel.search.qdrant import asking
from corridor.kernel.search.qdrant.address import Address, qdrant_address
from corridor.kernel.search.qdrant.clustered import clustered
from corridor.kernel.search.qdrant.filters import as_filter
from corridor.kernel.search.qdrant.following import follow
from corridor.kernel.search.stored import Stored, visible_entries
from corridor.members.models import Hub


@pytest.fixture
def vectors(slow_qdrant, norway):
    """Four hundred passages with directions at random, a part of them hidden."""
    draw = np.random.default_rng(5)
    for number in range(4):
        Hub.objects.create(
            slug=f"hub-{number}",
            name=f"Hub {number}",
            title=f"Hub {number}",
            kind="DIH",
            country=norway,
            audience="network" if number == 3 else "public",
            description={"en": " ".join(f"Word{one} is said here." for one in range(4000))},
        )
    project("hub")
    passages = list(SearchPassage.objects.all())
    for passage in passages:
        passage.vector = unit(draw)
    SearchPassage.objects.bulk_update(passages, ["vector"])
    follow()
    return len(passages)


def unit(draw):
    vector = draw.normal(size=DIMENSIONS).astype(np.float32)
    return vector / np.linalg.norm(vector)


def test_the_nearest_are_the_nearest_and_the_average_is_told_from_a_sample(vectors, monkeypatch):
    visible = visible_entries(VISITOR, ("hub",))
    asked = unit(np.random.default_rng(6))
    exact, found = Stored(visible).nearest(asked), clustered(VISITOR, ("hub",)).nearest(asked)
    assert NEAREST < SearchPassage.objects.filter(text__entry__in=visible).count() < vectors
    assert found.passages.tolist() == exact.passages.tolist()
    assert found.entries.tolist() == exact.entries.tolist()
    assert found.cosines == pytest.approx(exact.cosines, abs=1e-5)
    assert (found.mean, found.deviation) == pytest.approx((exact.mean, exact.deviation), abs=1e-5)

    monkeypatch.setattr(asking, "SAMPLE", 100)
    sampled = clustered(VISITOR, ("hub",)).nearest(asked)
    assert sampled.passages.tolist() == exact.passages.tolist()
    assert sampled.mean != found.mean
    assert sampled.mean == pytest.approx(exact.mean, abs=0.6 * exact.deviation)
    assert sampled.deviation == pytest.approx(exact.deviation, rel=0.5)


def test_a_filter_that_qdrant_cannot_have_is_refused():
    assert as_filter(~Q(audience="hub")) == models.Filter(must_not=[as_filter(Q(audience="hub"))])
    for unknown in (Q(title__icontains="x"), Q(scope=None), Q(scope=1) ^ Q(scope=2)):
        with pytest.raises(NotImplementedError):
            as_filter(unknown)


def test_an_address_is_read_whole_and_its_key_is_never_printed():
    address = qdrant_address(
        "https://:s3cret%21@search.example.org:6333/q?collection=edih&shards=6&replicas=2"
    )
    assert address == Address("https://search.example.org:6333/q", "s3cret!", "edih", 6, 2)
    assert "s3cret" not in repr(address)
    assert qdrant_address("") is None
    plain = qdrant_address("http://qdrant:6333")
    assert plain == replace(plain, url="http://qdrant:6333", key=None, collection="corridor", shards=None)
    for wrong in ("qdrant:6333", "ftp://qdrant", "http://q/?shards=0", "http://q/?collection=../x"):
        with pytest.raises(ValueError, match=r"."):
            qdrant_address(wrong)


def test_a_setting_that_cannot_be_used_is_printed_without_its_password(monkeypatch):
    monkeypatch.setattr("corridor.kernel.environment.SETTINGS", {})  # it is none that an operator reads about
    monkeypatch.setenv("CORRIDOR_TRIAL", "https://:s3cret/@search.example.org/?shards=many")
    with pytest.raises(BadSetting) as ended:
        setting("CORRIDOR_TRIAL", "", None, qdrant_address)
    assert "search.example.org" in str(ended.value)
    assert "s3cret" not in str(ended.value)
