"""What a need means without naming it, with the real model."""

from __future__ import annotations

import pytest
from django.utils.html import strip_tags

from corridor.kernel.search.embedding.encoder import BUILT_IN
from corridor.kernel.search.jobs import encode_all
from corridor.referrals.posting.suggesting import Words, language_of
from tests.kernel.test_meaning import a_part_of_the_vocabulary, few, raw_vectors_kept  # noqa: F401

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("meaning")]


def test_a_finnish_foundry_is_understood_on_a_german_page(settings):
    settings.EMBEDDER = BUILT_IN
    encode_all()
    title = "Langaton verkko valimoon"
    text = "Valimossa wifi katkeilee koko ajan, koska ympärillä on metallia ja kuumia uuneja."
    assert language_of(title, text, "de") == "fi"
    found = Words(title, text, "fi", "de").suggestions
    meant = next(one for one in found["concepts"] if one.code == "private-5g-network")
    assert strip_tags(meant.why).startswith("Close in meaning to “Valimossamme wifi pätkii")
    assert "metal-working-and-industrial-production" in [one.code for one in found["sectors"]]
    assert [one.label for one in found["languages"]] == ["Finnisch"]
