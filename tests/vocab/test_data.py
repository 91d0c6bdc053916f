"""The reference files themselves, read without a database."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from openpyxl import load_workbook

from corridor.kernel.i18n.languages import CODES
from corridor.vocab.checks import problems
from corridor.vocab.files import shipped


def terms_of(name: str) -> list[str]:
    return [term.code for term in shipped().lists_in_force[name].terms]


def test_the_files_hold_no_mistake():
    assert problems() == []


def test_the_official_lists_have_their_official_lengths():
    lengths = {name: len(official.terms) for name, official in shipped().lists_in_force.items()}
    assert lengths == {
        "technologies": 34,
        "sectors": 43,  # 42 and "All sectors"
        "service-categories": 4,
        "service-tags": 15,
        "hub-kinds": 3,
    }
    assert "All sectors" in terms_of("sectors")


def test_there_are_at_least_150_concepts_with_24_labels_each():
    concepts = shipped().concepts
    assert len(concepts) >= 150
    assert {tuple(concept.labels) for concept in concepts} == {CODES}


@pytest.mark.parametrize(
    ("column", "name", "strange"),
    [
        ("Formatted technologies", "technologies", {"data"}),  # a tag of 14 hubs that is in no official list
        ("Formatted sectors", "sectors", set()),
        ("EDIH/SoE", "hub-kinds", set()),
    ],
)
def test_the_tags_of_the_real_catalogue_are_official_terms(shared, column, name, strange):
    """Commas join tags and stand in labels too, so all known labels are taken away: what is left?"""
    left = set()
    for cell in column_of_the_catalogue(shared, column):
        rest = cell
        for code in sorted(terms_of(name), key=len, reverse=True):
            rest = rest.replace(code, "")
        left |= set(re.findall(r"[^\W\d]+", rest))
    assert left == strange


def test_every_country_of_the_real_catalogue_is_known(shared):
    known = {country.catalogue_name for country in shipped().countries}
    named = set(column_of_the_catalogue(shared, "Country"))
    assert len(named) == 38
    assert named - known == set()


def column_of_the_catalogue(shared, name: str) -> list[str]:
    book = load_workbook(shared / "data" / "edih-catalogue-export-2025-05.xlsx", read_only=True)
    rows = book.active.iter_rows(values_only=True)
    place = next(rows).index(name)
    cells = [row[place] for row in rows if row[place]]
    book.close()
    return cells


BROKEN = [
    ({"broader": ("warp-drive",)}, "5g: broader “warp-drive” is not there"),
    ({"broader": ("private-5g-network",)}, "5g: is broader than itself"),
    ({"related": ("mobile-network",)}, "5g: mobile-network is both related and broader or narrower"),
    ({"technologies": ()}, "5g: has 0 technologies"),
    ({"labels": {"en": "5G"}}, "5g: its languages are not the 24 in their order"),
    ({"synonyms": {"bg": ("5Г мрежa",)}}, "5g: bg: “мрежa” mixes scripts or is in the wrong one"),
    ({"synonyms": {"fr": ("cinq  G",)}}, "5g: fr: “cinq  G” has stray blanks or letters in pieces"),
]


@pytest.mark.parametrize(("change", "sentence"), BROKEN)
def test_a_mistake_is_named(change, sentence):
    source = shipped()
    concepts = tuple(
        replace(concept, **change) if concept.slug == "5g" else concept for concept in source.concepts
    )
    assert sentence in problems(replace(source, concepts=concepts))


def test_two_concepts_of_one_name_are_named():
    source = shipped()
    twin = replace(source.concepts[0], slug="twin")
    found = problems(replace(source, concepts=(*source.concepts, twin)))
    label = twin.labels["fr"].casefold()
    assert f"label in fr: “{label}” stands there 2 times" in found


def test_corridor_check_looks_at_the_files():
    assert registry.tag_exists("vocab")
    assert run_checks(tags=["vocab"]) == []
