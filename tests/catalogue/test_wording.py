"""What a service says, in words: what differs between two versions, as people read it."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from corridor.catalogue.contents import contents_of
from corridor.catalogue.wording import changes
from corridor.vocab.models import Concept


def test_each_field_is_said_in_the_readers_words(service, vestas):
    before = contents_of(service)
    after = before | {
        "title": {"en": "Private 5G on your quay", "nl": "Eigen 5G op uw kade"},
        "price": "900.00",
        "customers": ["sme", "public"],
        "countries": ["NO", "NL"],
        "co_providers": ["vestas"],
        "next_free": "2026-12-24",
        "test_bed": {"bands": ["n78"], "remote_access": True, "setting": "outdoor"},
    }
    told = {one.label: (one.before, one.after) for one in changes(before, after)}
    assert told == {
        "Title": ("", "Eigen 5G op uw kade"),
        "Price after subsidy in EUR": ("free of charge", "€900"),
        "Who may use it": ("", "small and medium-sized companies, public bodies"),
        "Countries served": ("", "Norway, Netherlands"),
        "Hubs that provide it with you": ("", "Vestas"),
        "Next free slot": ("", "24 December 2026"),
        "Test bed": ("no", "yes"),
        "Test bed: bands": ("", "n78"),
        "Test bed: setting": ("", "outdoor"),
        "Test bed: remote access": ("", "yes"),
    }
    assert changes(before, before) == []
    with override("de"):
        assert {one.after for one in changes(before, after)} >= {"Norwegen, Niederlande", "24. Dezember 2026"}


def test_a_long_text_is_compared_word_by_word(service):
    before = contents_of(service)
    text = before["description"]["en"].replace("six", "eight")
    (change,) = changes(before, before | {"description": {"en": text + " And then a party on the quay."}})
    assert [part.text.strip() for part in change.parts if part.kind == "gone"] == ["six"]
    assert change.language == "en"


def test_it_asks_the_lists_once_however_much_there_is_to_name(service):
    before = contents_of(service)
    many = before | {"concepts": [one.slug for one in Concept.objects.all()[:20]], "languages": ["de", "fr"]}
    few = before | {"concepts": [Concept.objects.first().slug]}
    counts = []
    for after in (few, many):
        with CaptureQueriesContext(connection) as told:
            changes(before, after)
        counts.append(len(told))
    assert counts[0] == counts[1] <= 6
