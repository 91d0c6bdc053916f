"""Needs and services that have no word in common, in three languages, with the real model."""

from __future__ import annotations

import pytest

from corridor.engines.matching import Signal
from corridor.kernel.search.indexing import project
from corridor.kernel.search.jobs import encode_all
from corridor.members.queries import viewer_of
from corridor.referrals.desk.ranking import ranked
from corridor.referrals.desk.wording import reason_in_words
from tests.catalogue.making import make_service
from tests.kernel.test_meaning import a_part_of_the_vocabulary, few, raw_vectors_kept
from tests.referrals.making import make_need

__all__ = ["a_part_of_the_vocabulary", "few", "raw_vectors_kept"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("meaning")]

SERVICES = {
    "herd": {
        "en": "We put cameras and sensors into cowsheds so that farmers see at once when an animal is ill."
    },
    "museo": {"fi": "Autamme museoita ja teattereita näyttämään kokoelmansa virtuaalimaailmassa."},
    "tehdas": {"fi": "Tarkistamme, ovatko tehtaat suojassa verkosta tulevilta hyökkäyksiltä."},
}
NEEDS = [
    ("herd", "Chore krowy", "Chcemy od razu wiedzieć, które zwierzę w oborze zachorowało."),
    ("museo", "Wystawa w sieci", "Nasze muzeum chce pokazać zbiory w wirtualnej rzeczywistości."),
    ("tehdas", "Hakerzy", "Czy nasza fabryka jest zabezpieczona przed atakami z internetu?"),
]


@pytest.fixture
def by_words_only():
    """Not here: these stories are about meaning."""


def test_a_need_in_polish_finds_what_is_written_in_english_and_finnish(group, hub, vestas, anna):
    nothing = {"receives": {}, "description": {}}
    for slug, text in SERVICES.items():
        language = next(iter(text))
        make_service(vestas, group, slug=slug, title={language: slug}, summary=text, **nothing)
    project("service")
    encode_all()
    for slug, title, text in NEEDS:
        need = make_need(group, hub, language="pl", languages=["pl"], title=title, text=text)
        found = ranked(need, viewer_of(anna))
        assert found.problem.by_meaning
        first, *others = found.matches
        assert found.problem.services[first.offer.id].slug == slug
        assert not first.contributions.get(Signal.WORDS)
        near = [one.contributions[Signal.MEANING] for one in (first, *others)]
        assert near[0] > 2 * max(near[1:])
        assert any(reason_in_words(one).startswith("In meaning it") for one in first.reasons)
