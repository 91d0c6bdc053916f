"""Search by meaning with the real model: learnt from a part of the vocabulary, on real rows."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.db import connection

from corridor.kernel.audience import VISITOR
from corridor.kernel.search import stored
from corridor.kernel.search.alignment import ensure_alignments, learnt, raw_vectors
from corridor.kernel.search.embedding import encoder, model_name, prepare
from corridor.kernel.search.indexing import project
from corridor.kernel.search.jobs import encode_all, waiting_passages
from corridor.kernel.search.models import (
    SearchAlignment,
    SearchMeaning,
    SearchPassage,
    SearchVector,
)
from corridor.kernel.search.passages import encoded_text
from corridor.kernel.search.queries import find
from corridor.kernel.search.registry import registry, terminology
from corridor.kernel.search.shapes import Question, ReasonKind
from corridor.members.models import Hub
from corridor.vocab.models import Country

from .test_holdings import compare

pytestmark = pytest.mark.slow

TEXTS = 48  # parallel texts that are learnt from here; the product takes all


@pytest.fixture(scope="module")
def few():
    """The same words to learn from, but fewer, so that learning takes seconds."""
    everything = terminology()
    return replace(
        everything,
        parallel=everything.parallel[:: len(everything.parallel) // TEXTS],
        meanings=everything.meanings[::9],
    )


class Kept:
    """Vectors of earlier runs, in the data folder beside the model that gave them."""

    def __init__(self) -> None:
        model = prepare() / "model.onnx"
        made = model.stat()
        name = f"vectors-{model_name()}-{made.st_size}-{made.st_mtime_ns}.npz"
        self.path = Path(settings.DATA_FOLDER) / "tests" / name

    def load(self) -> None:
        if self.path.exists():
            with np.load(self.path) as file:
                rows = zip(file["role"].tolist(), file["digest"].tolist(), file["raw"], strict=True)
                vectors = [
                    SearchVector(model=model_name(), role=role, digest=digest, raw=raw.tobytes())
                    for role, digest, raw in rows
                ]
            SearchVector.objects.bulk_create(vectors, ignore_conflicts=True)

    def save(self) -> None:
        rows = SearchVector.objects.filter(model=model_name()).values_list("role", "digest", "raw")
        roles, digests, raw = zip(*rows, strict=True)
        self.path.parent.mkdir(exist_ok=True)
        unfinished = self.path.with_name(f"{os.getpid()}.npz")
        vectors = np.array([np.frombuffer(bytes(one), np.uint8) for one in raw])
        np.savez(unfinished, role=np.array(roles), digest=np.array(digests), raw=vectors)
        for older in self.path.parent.glob("vectors-*.npz"):
            older.unlink(missing_ok=True)
        unfinished.rename(self.path)


@pytest.fixture(scope="module")
def raw_vectors_kept(few, django_db_setup, django_db_blocker):
    """Encodes once for all stories; what is kept is keyed by text and model, so it disturbs nobody."""
    with django_db_blocker.unblock():
        kept = Kept()
        kept.load()
        ensure_alignments(encoder(), few)
        kept.save()
        SearchAlignment.objects.all().delete()
        SearchMeaning.objects.all().delete()
    yield
    with django_db_blocker.unblock():
        SearchVector.objects.all().delete()


@pytest.fixture(autouse=True)
def a_part_of_the_vocabulary(few, raw_vectors_kept, db):
    before = registry.terminology
    registry.terminology = lambda: few
    yield few
    registry.terminology = before


def new_hub(name, **texts):
    return Hub.objects.create(
        slug=name.lower(),
        name=name,
        title=name,
        kind="EDIH",
        country=Country.objects.get(code="IE"),
        description=texts,
    )


@pytest.fixture
def hubs(db):
    new_hub(
        "Alder",
        en="We put cameras and sensors into cowsheds so that farmers see at once when an animal is ill.",
    )
    new_hub("Birch", de="Wir prüfen, ob Fabriken gegen Angriffe aus dem Internet geschützt sind.")
    new_hub("Cedar", en="Museums and theatres learn with us to show their collections in virtual worlds.")
    new_hub("Elm", pl="Pomagamy portom planować ruch statków i kontenerów.")
    project("hub")
    encode_all()


def first(text, language):
    return find(Question(text, language), VISITOR).hits[0].title


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("santé des vaches laitières", "fr", "Alder"),
        ("ochrana továrny před hackery", "cs", "Birch"),
        ("exposição digital num museu", "pt", "Cedar"),
        ("containerhaven efficiënter maken", "nl", "Elm"),
        ("υγεία των αγελάδων", "el", "Alder"),
    ],
)
def test_what_is_meant_is_found_across_languages_without_a_common_word(hubs, text, language, expected):
    assert first(text, language) == expected


def test_the_passage_shown_is_in_the_reader_s_language_where_there_is_one(hubs):
    new_hub("Fir", nl="Koeien in de wei zonder mobiel bereik.", en="Masts for pastures. " * 90)
    project("hub")
    encode_all()
    shown = {
        language: next(
            hit
            for hit in find(Question("koeien zonder mobiel bereik", language), VISITOR).hits
            if hit.title == "Fir"
        )
        for language in ("nl", "en", "fi")
    }
    assert {language: hit.language for language, hit in shown.items()} == {"nl": "nl", "en": "en", "fi": "nl"}
    assert shown["en"].passage.startswith("Masts for pastures.")


def test_the_language_of_the_question_is_seen_whatever_the_page_s(hubs):
    assert find(Question("wir suchen Hilfe für unsere kleine Molkerei", "en"), VISITOR).language == "de"
    assert find(Question("NIS2", "fr"), VISITOR).language == "fr"


def test_the_reason_says_that_no_other_text_comes_closer(hubs):
    hit = find(Question("santé des vaches laitières", "fr"), VISITOR).hits[0]
    reasons = {reason.kind: reason.sentence for reason in hit.reasons}
    assert reasons[ReasonKind.MEANING] == "No other text comes closer to the meaning of your question."


def test_a_word_that_means_nothing_finds_nothing(hubs):
    assert find(Question("xyzzyqwk", "en"), VISITOR).total == 0


def test_encoding_is_resumed_and_nothing_is_encoded_twice(hubs):
    assert waiting_passages() == 0
    stored = SearchVector.objects.count()
    project("hub")
    assert waiting_passages() == SearchPassage.objects.count()
    assert encode_all() == SearchPassage.objects.count()
    assert SearchVector.objects.count() == stored


def test_a_short_text_stands_between_what_is_asked_and_what_answers(hubs):
    passage = SearchPassage.objects.get(text__title="Cedar")
    alignment, text = learnt(encoder().name).of("en"), encoded_text("Cedar", passage.body)
    asked = alignment.queries(raw_vectors(encoder(), "query", [text])[0])
    answering = alignment.passages(raw_vectors(encoder(), "passage", [text])[0])
    assert passage.vector @ asked == pytest.approx(passage.vector @ answering, abs=1e-4)
    assert passage.vector @ asked > asked @ answering


def test_words_are_searched_while_the_encoding_still_runs(hubs):
    new_hub("Fir", en="Lighthouses.")
    project("hub")
    answer = find(Question("lighthouse", "en"), VISITOR)
    assert answer.hits[0].title == "Fir"


def test_learning_again_from_the_same_texts_does_nothing(hubs, a_part_of_the_vocabulary):
    assert ensure_alignments(encoder(), a_part_of_the_vocabulary) is False


def test_translations_lie_closer_after_the_alignment(hubs, a_part_of_the_vocabulary):
    known = learnt(model_name())
    texts = terminology().parallel[:20]
    raw = {code: raw_vectors(encoder(), "query", [one[code] for one in texts]) for code in ("fi", "el")}
    aligned = {code: known.of(code).queries(vectors) for code, vectors in raw.items()}

    def right(vectors):
        return float(np.mean(np.argmax(vectors["fi"] @ vectors["el"].T, axis=1) == np.arange(len(texts))))

    def own(vectors):
        """How much closer other texts of the same language are than those of the other one."""
        same = vectors["fi"] @ vectors["fi"].T
        other = vectors["fi"] @ vectors["el"].T
        apart = ~np.eye(len(texts), dtype=bool)
        return float(same[apart].mean() - other[apart].mean())

    assert right(aligned) >= right(raw)
    assert own(aligned) < own(raw) / 2


@pytest.fixture(params=["pgvector", "no pgvector", "Qdrant"])
def vectors_compared_by(request, monkeypatch):
    if request.param == "pgvector" and not stored.has_pgvector(connection):
        pytest.skip("this server has no pgvector")
    monkeypatch.setattr(stored, "has_pgvector", lambda _connection: request.param == "pgvector")
    if request.param == "Qdrant":
        request.getfixturevalue("qdrant")


def test_whoever_compares_the_vectors_the_answers_are_the_same(hubs, vectors_compared_by):
    new_hub("Fir", nl="Koeien in de wei zonder mobiel bereik.", en="Masts for pastures. " * 90)
    project("hub")
    encode_all()
    asked = ["sick cows", "containerhaven efficiënter maken", "5G voor koeien", "museum", "xyzzyqwk"]
    answers = [
        compare(Question(text, language), VISITOR) for text in asked for language in ("en", "nl", "fi")
    ]
    assert all(answer.by_meaning for answer in answers)
    assert {hit.title for answer in answers for hit in answer.hits} >= {"Alder", "Cedar", "Elm", "Fir"}


def test_vectors_are_the_same_in_a_batch_and_alone():
    texts = ["5G", "A much longer text about private networks in quarries and on building sites."]
    together, alone = encoder().passages(texts), np.array([encoder().passages([text])[0] for text in texts])
    assert (together * alone).sum(axis=1) == pytest.approx(1, abs=0.01)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-4)


def test_the_role_before_a_text_moves_its_vector_less_than_the_model_s_authors_let_it():
    roles = [encoder().queries(["dairy"]), encoder().passages(["dairy"])]
    published = [encoder().published(role, ["dairy"]) for role in ("query", "passage")]
    assert (roles[0] * roles[1]).sum() > (published[0] * published[1]).sum()


def test_a_text_without_a_known_piece_still_has_a_vector():
    assert np.linalg.norm(encoder().queries(["", "\U0001f9be"]), axis=1) == pytest.approx(1, abs=1e-4)
