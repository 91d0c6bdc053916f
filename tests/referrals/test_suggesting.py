"""What a need's own words suggest: by the phrase book, by meaning, and exactly or not at all in figures."""

from __future__ import annotations

from datetime import date

import pytest

from corridor.kernel.search.registry import terminology
from corridor.referrals.posting.reading import amounts_in, days_in
from corridor.referrals.posting.suggesting import Words, language_of

SINCE = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("Budget 20 000 EUR", ["20000.00"]),
        ("höchstens 20.000 €", ["20000.00"]),
        ("€20,000.50 at most", ["20000.50"]),
        ("noin 15 000 euroa", ["15000.00"]),
        ("tussen € 5.000 en € 7.500", ["5000.00", "7500.00"]),
        ("до 12 000 евро", ["12000.00"]),
        ("έως 12.500 ευρώ", ["12500.00"]),
        ("20k € or EUR 20,000", ["20000.00"]),
        ("a lorry of norm Euro 6, 300 km, 5G", []),
        ("in Europe 2027, 34 Europeans", []),
        ("release 5.20.000 EUR", []),
        ("20 000 SEK or 9 999 999 999 EUR", []),
    ],
)
def test_amounts_in_euros_are_read_exactly_or_not_at_all(text, euros):
    assert [one.value for one in amounts_in(text)] == euros


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("by 1 March 2027", "en", ["2027-03-01"]),
        ("ab 15. März 2027", "de", ["2027-03-15"]),
        ("maaliskuussa 2027", "fi", ["2027-03-31"]),
        ("v červenci 2027, ne června 2027", "cs", ["2027-07-31", "2027-06-30"]),
        ("à partir du 1er juin 2027", "fr", ["2027-06-01"]),
        ("από 3 Απριλίου 2027", "el", ["2027-04-03"]),
        ("senast 2027-05-01", "sv", ["2027-05-01"]),
        ("od 1. 5. 2027", "cs", ["2027-05-01"]),
        ("by 03/04/2027", "en", []),  # April, or March
        ("avant le 03/04/2027", "fr", ["2027-04-03"]),
        ("on 31 February 2027", "en", []),
        ("since March 2020", "en", []),
    ],
)
def test_days_are_read_in_the_language_of_the_text_and_none_is_guessed(text, language, days):
    assert [one.value for one in days_in(text, language, since=SINCE)] == days


@pytest.mark.parametrize(
    ("text", "page", "found"),
    [
        ("Wir suchen ein privates Netz für die Halle und wollen mit dem Hafen arbeiten.", "en", "de"),
        ("We look for a network in the port and for help with the law.", "fr", "en"),
        ("5G TSN", "fr", "fr"),
    ],
)
def test_the_language_is_told_by_small_words_and_otherwise_the_pages(db, text, page, found):
    assert language_of("", text, page) == found


def test_each_suggestion_says_which_words_led_to_it_and_is_named_in_the_readers_language(db):
    text = "Ziel ist ein privates 5G-Netz in der Fischzucht. Eine Schulung wäre gut."
    found = Words("Funk für unsere Anlage", text, "de", "en").suggestions
    concept = next(one for one in found["concepts"] if one.code == "private-5g-network")
    assert concept.label == terminology().label("concept:private-5g-network", "en")
    assert concept.why == 'You wrote “<span lang="de">privates 5G-Netz</span>”.'
    above = [one.why for one in found["technologies"]]
    assert f"“{concept.label}” belongs to it." in above
    assert [one.code for one in found["languages"]] == ["de"]
    codes = [one.code for one in found["concepts"]]
    assert len(codes) == len(set(codes))


def test_a_huge_text_is_read_in_bounds(db):
    found = Words("x", "5G TSN MEC NB-IoT LoRaWAN. " * 150, "en").suggestions
    assert all(len(listed) <= 8 for listed in found.values())
