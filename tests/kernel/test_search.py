"""Search as a visitor meets it, by words and concepts; by meaning in ``test_meaning``."""

import pytest

from corridor.kernel.audience import VISITOR
from corridor.kernel.search import kept
from corridor.kernel.search.indexing import project
from corridor.kernel.search.models import SearchEntry, SearchPassage, SearchPosting
from corridor.kernel.search.queries import find
from corridor.kernel.search.registry import Document, FacetKind, register_facet, register_source, registry
from corridor.kernel.search.segments import current
from corridor.kernel.search.shapes import Question, ReasonKind
from corridor.members.models import Hub, HubTag
from corridor.members.queries import viewer_of
from corridor.vocab.models import Concept, Country, Term


@pytest.fixture(autouse=True, params=["in memory", "in the database", "in Qdrant"])
def all_ways(request, monkeypatch):
    """Each story is told three times: with a copy in memory, where the database is asked, and a cluster."""
    if request.param == "in the database":
        monkeypatch.setattr(kept, "MOST_PASSAGES", -1)
        monkeypatch.setattr(current, "MOST_RECENT", -1)
    if request.param == "in Qdrant":
        request.getfixturevalue("qdrant")


def titles(answer):
    return [hit.title for hit in answer.hits]


def make_hub(name, country, text, **fields):
    return Hub.objects.create(
        slug=name.lower(),
        name=name,
        title=f"{name} Hub",
        kind="EDIH",
        country=country,
        description=text,
        **fields,
    )


@pytest.fixture
def hubs(hub, other_hub):
    spain = Country.objects.get(code="ES")
    olivo = make_hub("Olivo", spain, {"en": "Sensors in olive groves.", "es": "Sensores en olivares."})
    zorro = make_hub("Zorro", spain, {"es": "Ciberseguridad para ayuntamientos."}, audience="hub")
    project("hub")
    return {"nordlys": hub, "sorvest": other_hub, "olivo": olivo, "zorro": zorro}


def test_without_a_text_everything_public_is_listed_by_title(hubs):
    answer = find(Question(), VISITOR)
    assert titles(answer) == ["Nordlys Digital Innovation Hub", "Olivo Hub", "Sørvest Hub"]
    assert answer.total == 3


def test_a_word_in_the_singular_finds_the_plural(hubs):
    assert (
        titles(find(Question("private network for a port"), VISITOR))[0] == "Nordlys Digital Innovation Hub"
    )


def test_the_reason_names_the_record_s_own_words(hubs):
    hit = find(Question("network for a port"), VISITOR).hits[0]
    words = next(reason for reason in hit.reasons if reason.kind is ReasonKind.WORDS)
    assert set(words.found.split(", ")) == {"networks", "ports"}
    assert set(words.said.split(", ")) == {"network", "port"}


def test_accents_and_case_do_not_matter(hubs):
    assert titles(find(Question("SORVEST"), VISITOR)) == ["Sørvest Hub"]


def test_a_misspelt_word_finds_and_offers_the_right_one(hubs):
    answer = find(Question("robts"), VISITOR)
    assert titles(answer) == ["Sørvest Hub"]
    assert [hint.sentence for hint in answer.hints] == ["Did you mean “Robots”?"]
    assert answer.hints[0].query == "q=Robots"


def test_where_something_was_found_only_the_spelling_is_corrected(hubs):
    answer = find(Question("robts for ports"), VISITOR)
    assert titles(answer) == ["Nordlys Digital Innovation Hub"]
    assert [hint.sentence for hint in answer.hints] == ["Did you mean “Robots for ports”?"]


def test_a_word_that_occurs_nowhere_and_resembles_none_does_not_silence_the_others(hubs):
    hit = find(Question("qqzzxxjj robots"), VISITOR).hits[0]
    words = next(reason for reason in hit.reasons if reason.kind is ReasonKind.WORDS)
    assert (hit.title, words.said, words.found) == ("Sørvest Hub", "robots", "Robots")


def test_what_the_question_names_is_the_first_reason_and_nothing_is_said_twice(hubs):
    spain = Country.objects.get(code="ES")
    make_hub("Cabo", spain, {"en": "A private 5G network, network slicing and 5G for all."})
    project("hub")
    hits = find(Question("réseau 5G privé", "fr"), VISITOR).hits
    reasons = {
        hit.title: [one.sentence for one in hit.reasons if one.kind is ReasonKind.CONCEPT] for hit in hits
    }
    assert reasons["Cabo Hub"] == ["It is about réseau 5G privé, which its text calls “private 5G network”."]
    hits = find(Question("private 5G network"), VISITOR).hits
    reasons = {
        hit.title: [one.sentence for one in hit.reasons if one.kind is ReasonKind.CONCEPT] for hit in hits
    }
    assert reasons["Cabo Hub"] == ["It is about private 5G network."]


def test_each_text_is_found_in_its_own_language(hubs):
    assert titles(find(Question("olivar", "es"), VISITOR)) == ["Olivo Hub"]
    assert titles(find(Question("olive", "en"), VISITOR)) == ["Olivo Hub"]


def test_a_concept_is_found_in_another_language_than_the_text_s(hubs):
    answer = find(Question("Campusnetz", "de"), VISITOR)
    assert titles(answer)[0] == "Nordlys Digital Innovation Hub"
    reason = answer.hits[0].reasons[0]
    assert (reason.kind, reason.said) == (ReasonKind.CONCEPT, "Campusnetz")
    assert reason.found == "Private 5G networks"


def test_a_tag_counts_without_a_word_in_the_text(hubs):
    hubs["sorvest"].concepts.add(Concept.objects.get(slug="lorawan"))
    HubTag.objects.create(
        hub=hubs["sorvest"],
        term=Term.objects.get(list__name="technologies", list__in_force=True, slug="robotics"),
        level=5,
    )
    project("hub", [hubs["sorvest"].pk])
    hit = find(Question("LoRaWAN"), VISITOR).hits[0]
    assert (hit.title, hit.reasons[0].sentence) == ("Sørvest Hub", "It is about LoRaWAN.")


def test_a_place_named_in_the_question_comes_first_if_the_hub_has_something_to_say(hubs):
    make_hub("Fjord", Country.objects.get(code="NO"), {"en": "Sensors for fjords."})
    project("hub")
    answer = find(Question("Sensoren in Spanien", "de"), VISITOR)
    assert titles(answer)[0] == "Olivo Hub"
    assert [reason.found for reason in answer.hits[0].reasons if reason.kind is ReasonKind.PLACE] == [
        "Spanien"
    ]


def test_facets_count_what_is_shown_and_chosen_ones_combine(hubs):
    answer = find(Question(facets={"country": ("ES",)}), VISITOR)
    assert titles(answer) == ["Olivo Hub"]
    country = next(facet for facet in answer.facets if facet.name == "country")
    assert [(value.code, value.count, value.chosen) for value in country.values] == [
        ("ES", 1, True),
        ("NO", 2, False),
    ]


def test_two_countries_mean_either_of_them(hubs):
    assert find(Question(facets={"country": ("ES", "NO")}), VISITOR).total == 3
    assert find(Question(facets={"country": ("ES",), "kind": ("DIH",)}), VISITOR).total == 0


def test_an_unknown_facet_value_finds_nothing_and_breaks_nothing(hubs):
    answer = find(Question("port", facets={"country": ("'; drop table x",)}), VISITOR)
    assert answer.total == 0
    assert [hint.query for hint in answer.hints] == ["q=Maritime", "q=port"]


def test_eve_never_finds_or_counts_what_is_for_a_hub_alone_and_its_own_people_do(hubs, anna, carla):
    from corridor.members.models import Seat

    Seat.objects.create(person=carla, hub=hubs["zorro"], role="editor", since="2024-04-25")
    assert find(Question("Ciberseguridad", "es"), VISITOR).total == 0
    assert find(Question("Ciberseguridad", "es"), viewer_of(anna)).total == 0
    assert titles(find(Question("Ciberseguridad", "es"), viewer_of(carla))) == ["Zorro Hub"]


def test_nothing_found_says_what_would(hubs):
    answer = find(Question("xyzzyqwk"), VISITOR)
    assert (answer.total, answer.by_meaning) == (0, False)
    assert [hint.sentence for hint in answer.hints] == ["Look through everything there is."]


def test_pages_do_not_overlap_and_together_hold_everything(hubs):
    pages = [titles(find(Question(page=page, size=2), VISITOR)) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert len({title for page in pages for title in page}) == 3


def test_projecting_again_leaves_one_entry_and_a_deleted_hub_leaves_none(hubs):
    project("hub")
    assert SearchEntry.objects.count() == 4
    hubs["olivo"].delete()
    project("hub", [hubs["olivo"].pk or 0])
    project("hub")
    assert SearchEntry.objects.count() == 3
    assert not SearchPosting.objects.filter(lexeme="olivar").exists()


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "%s %(x)s", "a" * 5000, "\x00port", "((((", "🙂🙂", "٣", "-" * 50]
)
def test_hostile_questions_are_only_words(hubs, text):
    find(Question(text), VISITOR)


def test_a_change_is_searchable_in_the_same_transaction_and_encoded_later(hubs):
    from corridor.kernel.search.registry import changed

    hubs["olivo"].description = {"en": "Lighthouses."}
    hubs["olivo"].save()
    changed("hub", [hubs["olivo"].pk])
    assert titles(find(Question("lighthouse"), VISITOR)) == ["Olivo Hub"]
    assert (
        SearchPassage.objects.filter(text__entry__record_id=hubs["olivo"].pk).exclude(vector=None).count()
        == 0
    )


class Leaflets:
    """Two of the same words, of which the first one is out of date."""

    kind = "leaflet"

    def documents(self, ids):
        for number, standing in ((1, 0.6), (2, 1.0)):
            yield Document(
                number,
                f"Leaflet {number}",
                {"en": "Lighthouse repairs.", "nl": "Herstel van vuurtorens."},
                f"leaflets/{number}/",
                facets=[("country", "NO"), ("paper", "thick")],
                titles={"nl": f"Folder {number}"},
                standing=standing,
            )


@pytest.fixture
def leaflets(hubs, monkeypatch):
    monkeypatch.setattr(registry, "sources", dict(registry.sources))
    monkeypatch.setattr(registry, "at_place", dict(registry.at_place))
    monkeypatch.setattr(registry, "facets", dict(registry.facets))
    register_source(Leaflets(), at_place=lambda place: f"It is sent to {place}.")
    register_facet(
        FacetKind("paper", lambda: "Paper", lambda codes, _language: dict.fromkeys(codes, "x"), ("leaflet",))
    )
    project("leaflet")


def test_what_is_out_of_date_sinks_in_answers_and_in_lists(leaflets):
    for text in ("lighthouse", ""):
        answer = find(Question(text, kinds=("leaflet",)), VISITOR)
        assert titles(answer) == ["Leaflet 2", "Leaflet 1"]
        assert [hit.standing for hit in answer.hits] == [1.0, 0.6]


def test_a_title_is_searched_and_shown_in_the_reader_s_language(leaflets):
    answer = find(Question("folder", "nl", kinds=("leaflet",)), VISITOR)
    assert titles(answer) == ["Folder 2", "Folder 1"]
    assert titles(find(Question("folder", "fi", kinds=("leaflet",)), VISITOR)) == ["Leaflet 2", "Leaflet 1"]


def test_a_facet_is_offered_where_records_that_have_it_are_asked_for(leaflets):
    for kinds, offered in (((), True), (("leaflet",), True), (("hub",), False), (("hub", "leaflet"), True)):
        facets = {facet.name for facet in find(Question(kinds=kinds), VISITOR).facets}
        assert ("paper" in facets) is offered, kinds


def test_what_a_place_means_is_said_as_the_kind_of_record_says_it(leaflets):
    answer = find(Question("lighthouse in Norway", kinds=("leaflet",)), VISITOR)
    assert "It is sent to Norway." in [one.sentence for one in answer.hits[0].reasons]
