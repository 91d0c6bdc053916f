"""In memory, in files, in a Qdrant cluster and in the database the same questions have the same answers, for
everybody."""

from __future__ import annotations

import random
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection, transaction

from corridor.kernel.audience import VISITOR
from corridor.kernel.search import kept, queries
from corridor.kernel.search.generation import Changed, advance, as_of, current
from corridor.kernel.search.indexing import project
from corridor.kernel.search.kept import copied, mapped
from corridor.kernel.search.models import SearchEntry
from corridor.kernel.search.qdrant.clustered import clustered
from corridor.kernel.search.segments import renewing
from corridor.kernel.search.shapes import Question
from corridor.kernel.search.snapshot import read_snapshot
from corridor.kernel.search.stored import Stored, visible_entries
from corridor.members.models import Hub, HubTag
from corridor.members.queries import viewer_of
from corridor.vocab.models import Concept, Country, Term

WORDS = {
    "en": "private 5G network for ports, robots in a small foundry, NIS2 training, sick cows, forest drones",
    "es": "ciberseguridad para ayuntamientos, sensores en olivares, gemelo digital de una fábrica",
    "de": "Campusnetz für den Hafen, Roboter im Handwerk, Schulung zu NIS2, Sensoren in Spanien",
    "fr": "réseau 5G privé pour un port, formation à l'intelligence artificielle en France",
    "fi": "tekoäly terveydenhuollossa ja satamissa",
}
COUNTRIES = ("NO", "ES", "DE", "FI")
AUDIENCES = ("public", "public", "public", "network", "hub")
QUESTIONS = {"one server": 36, "Qdrant": 12}  # whose client takes its time in local mode


def some_words(draw, language):
    words = WORDS[language].replace(",", "").split()
    return " ".join(draw.choices(words, k=draw.randint(3, 12)))


@pytest.fixture
def many(hub, other_hub):
    """Forty hubs that say things in one to three languages, tagged and hidden at random."""
    draw = random.Random(4)  # noqa: S311
    terms, concepts = list(Term.objects.filter(list__in_force=True)), list(Concept.objects.all())
    for number in range(40):
        languages = draw.sample(list(WORDS), draw.randint(1, 3))
        made = Hub.objects.create(
            slug=f"hub-{number}",
            name=f"Hub {number}",
            title=some_words(draw, languages[0])[:80],
            kind=draw.choice(["EDIH", "DIH"]),
            country=Country.objects.get(code=draw.choice(COUNTRIES)),
            audience=draw.choice(AUDIENCES),
            description={one: some_words(draw, one) * draw.choice([1, 40]) for one in languages},
        )
        HubTag.objects.bulk_create(HubTag(hub=made, term=term, level=3) for term in draw.sample(terms, 4))
        made.concepts.add(*draw.sample(concepts, 2))
    project("hub")
    SearchEntry.objects.filter(facets__contains=["country:ES"]).update(standing=0.6)
    advance()


@pytest.fixture
def viewers(anna, carla, otto, group):
    return [VISITOR, viewer_of(anna), viewer_of(carla), viewer_of(otto)]


def questions(count):
    draw = random.Random(7)  # noqa: S311
    for number in range(count):
        language = draw.choice(list(WORDS))
        text = "" if number % 9 == 0 else some_words(draw, language)
        facets = {"country": tuple(draw.sample(COUNTRIES, draw.randint(1, 3)))} if number % 3 == 0 else {}
        if number % 4 == 0:
            facets["kind"] = ("EDIH",)
        if number % 5 == 0:
            text = text.replace("o", "oo", 1)  # misspelt
        yield Question(
            text,
            draw.choice(list(WORDS)),
            ("hub",),
            facets,
            page=draw.choice([1, 1, 2]),
            size=draw.choice([5, 20]),
        )


@pytest.fixture
def in_files(many, monkeypatch, settings, tmp_path):
    """Two segments, in which some records are out of date, and records that came later."""
    settings.DATA_FOLDER = tmp_path
    monkeypatch.setattr(renewing, "ENOUGH", 5)
    ids = list(Hub.objects.order_by("pk").values_list("pk", flat=True))
    SearchEntry.objects.filter(record_id__in=ids[10:]).delete()
    renewing.renew(fewest_passages=0)
    project("hub", ids[10:30])
    renewing.renew(fewest_passages=0)
    project("hub", [*ids[:3], *ids[30:]])
    assert len(mapped.held(current(), VISITOR, ("hub",)).index.segments) == 3


@pytest.fixture(params=["one server", "Qdrant"])
def engine(request):
    """What ``compare`` holds against the database: memory and files, or a cluster."""
    if request.param == "Qdrant":
        request.getfixturevalue("qdrant")
    elif "many" in request.fixturenames:
        request.getfixturevalue("in_files")
    return request.param


def compare(question, viewer):
    """All answers; whatever a reader sees of them is the same."""
    generation = current()
    stored = queries.answer(question, Stored(visible_entries(viewer, question.kinds)), generation)
    for holdings in others(generation, viewer, question.kinds):
        answer = queries.answer(question, holdings, generation)
        assert [hit.score for hit in answer.hits] == pytest.approx(
            [hit.score for hit in stored.hits], abs=2e-4
        )
        assert seen(answer) == seen(stored)
    return stored


def others(generation, viewer, kinds):
    if settings.QDRANT:
        return [clustered(viewer, kinds)]
    found = [engine.held(generation, viewer, kinds) for engine in (copied, mapped)]
    assert None not in found
    return found


def seen(answer):
    hits = [
        (hit.record_id, hit.title, hit.url, hit.passage, hit.language, [_said(one) for one in hit.reasons])
        for hit in answer.hits
    ]
    return hits, answer.total, answer.facets, answer.hints, answer.language, answer.by_meaning


def _said(reason):
    return reason.kind, reason.sentence, reason.said, reason.found


def test_words_topics_places_facets_and_hints_are_the_same_for_every_viewer(engine, many, viewers, settings):
    settings.EMBEDDER = "none"
    answers = [compare(question, viewer) for question in questions(QUESTIONS[engine]) for viewer in viewers]
    totals = {
        viewer: [one.total for one in answers[place :: len(viewers)]] for place, viewer in enumerate(viewers)
    }
    assert sum(totals[VISITOR]) < sum(totals[viewers[1]])  # some of it is hidden from visitors
    assert any(one.hints for one in answers)
    assert any(hit.reasons for one in answers for hit in one.hits)


def test_what_became_hidden_is_never_shown(engine, many, norway):
    lighthouse = Hub.objects.create(
        slug="fyr", name="Fyr", title="Fyr", kind="DIH", country=norway, description={"en": "Lighthouses."}
    )
    project("hub", [lighthouse.pk])
    assert queries.find(Question("lighthouse"), VISITOR).total == 1
    Hub.objects.filter(pk=lighthouse.pk).update(audience="hub")
    project("hub", [lighthouse.pk])
    assert queries.find(Question("lighthouse"), VISITOR).total == 0


def test_a_word_of_hidden_texts_is_offered_to_nobody_else(engine, hub, anna, settings):
    settings.EMBEDDER = "none"
    Hub.objects.filter(pk=hub.pk).update(audience="hub", description={"en": "Zeppelins."})
    project("hub")
    for viewer, offered in ((VISITOR, False), (viewer_of(anna), True)):
        hints = compare(Question("zeppelinns"), viewer).hints
        assert any("Zeppelins" in hint.sentence for hint in hints) is offered


def test_numbers_are_never_corrected(engine, hub):
    Hub.objects.filter(pk=hub.pk).update(description={"en": "Since 20244 we test 20245 sensors."})
    project("hub")
    assert compare(Question("20246"), VISITOR).total == 0


def test_one_snapshot_is_kept_and_it_is_of_the_generation_in_force(many, dora):
    before = current()
    first = copied.held(before, VISITOR, ("hub",))
    assert copied.held(before, viewer_of(dora), ("hub",)).shown is first.shown
    assert copied.held(before, VISITOR, ("hub",)) is first
    advance()
    assert copied.held(before, VISITOR, ()) is None  # what it would have to read is no longer there
    assert copied.held(current(), VISITOR, ("hub",)).shown is not first.shown
    assert list(copied.kept) == [current()]


def test_what_has_changed_is_not_taken_for_the_generation_before(db):
    before = current()
    advance()
    with pytest.raises(Changed), as_of(before):
        pass


def somebody_else_writes():
    with transaction.atomic():
        SearchEntry.objects.create(
            kind="hub", record_id=1, title="Fyr", sort_title="fyr", address="hubs/fyr/", audience="public"
        )
        advance()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_of_one_moment_whatever_others_write_meanwhile():
    before = current()
    with as_of(before):
        writer = Thread(target=somebody_else_writes)
        writer.start()
        writer.join()
        assert read_snapshot().said == {}
    assert copied.held(before, VISITOR, ()) is None
    assert [entry.title for entry in copied.held(current(), VISITOR, ()).shown.said.values()] == ["Fyr"]


def test_a_large_installation_asks_the_database(many, monkeypatch, settings):
    settings.EMBEDDER = "none"
    advance()
    monkeypatch.setattr(kept, "MOST_PASSAGES", 3)
    assert copied.held(current(), VISITOR, ()) is None
    assert queries.find(Question("port"), VISITOR).total > 0
