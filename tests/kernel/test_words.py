"""How words, phrases and passages are told apart before anything is searched."""

from hypothesis import given
from hypothesis import strategies as st

from corridor.kernel.search.folding import fold, looks_like_code, same_word, words_of
from corridor.kernel.search.passages import PART, WHOLE, cut, digest, encoded_text
from corridor.kernel.search.phrases import PhraseBook
from corridor.kernel.search.registry import Phrase


def test_words_are_compared_without_case_and_accents():
    assert fold("Réseaux") == "reseaux"
    assert fold("ΔΊΚΤΥΟ") == fold("δίκτυο")
    assert fold("ŁÓDŹ") == "lodz"
    assert fold("Straße") == "strasse"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_forms_of_a_word_are_the_same_and_neighbours_are_not():
    assert same_word("network", "networks")
    assert same_word("halozat", "halozatok") is True
    assert not same_word("port", "portal")
    assert not same_word("port", "pork")
    assert not same_word("5g", "5ga")
    assert not same_word("iot", "ion")


def test_codes_are_recognised():
    assert [word for word in words_of("NIS2 and TSN for DIH4CAT in a port, 5G") if looks_like_code(word)] == [
        "NIS2",
        "TSN",
        "DIH4CAT",
        "5G",
    ]


def test_a_hyphenated_name_stays_one_word():
    assert words_of("NB-IoT, LTE-M; d'or") == ["NB-IoT", "LTE-M", "d'or"]


def test_the_longest_phrase_wins_and_codes_must_be_exact():
    book = PhraseBook(
        [
            Phrase("5G", None, "concept:5g"),
            Phrase("private 5G network", "en", "concept:private"),
            Phrase("5G network", "en", "concept:5g"),
        ]
    )
    found = book.find("We want private 5G networks in our quarry")
    assert [(one.target, one.said) for one in found] == [
        ("concept:private", "private 5G networks"),
        ("concept:5g", "5G networks"),
    ]
    assert book.find("a 5GA antenna") == []


def test_a_name_with_a_sign_is_not_taken_for_the_name_without_it():
    assert PhraseBook([Phrase("5G+", "fr", "concept:standalone")]).find("la 5G dans un port") == []


def test_a_short_text_is_one_passage_and_a_long_one_is_the_whole_and_its_parts():
    assert cut("One short sentence.") == ["One short sentence."]
    sentences = [f"This is sentence number {number} of a long description." for number in range(100)]
    passages = cut(" ".join(sentences))
    assert len(passages[0].split()) == WHOLE
    assert all(len(part.split()) <= PART for part in passages[1:])
    assert " ".join(passages[1:]) == " ".join(sentences)


def test_a_text_without_any_full_stop_is_still_cut():
    assert [len(part.split()) for part in cut("word " * 300)[1:]] == [PART, PART, 300 - 2 * PART]


def test_an_empty_text_is_represented_by_its_title():
    assert encoded_text("Nordlys", "") == "Nordlys"
    assert encoded_text("", "Text") == "Text"
    assert digest("a") != digest("b")
