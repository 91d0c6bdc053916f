"""The catalogue's own way of writing tags, places and names, one case each."""

from __future__ import annotations

import pytest

from corridor.members.imports.keys import Candidate, key_of, match
from corridor.members.imports.languages import language_of
from corridor.members.imports.places import town_in
from corridor.members.imports.tags import TagReader, written

LABELS = {
    "Robotics": "robotics",
    "Logistics": "logistics",
    "Micro- and nanoelectronics, optoelectronics": "micro",
    "New technologies for Audio-Visual sector - Media": "media",
    "Quantum Technologies (computing/communication)": "quantum",
    "Other (please specify)": "other",
}


@pytest.mark.parametrize(
    ("text", "levels", "unknown", "at_odds"),
    [
        ("", {}, [], []),
        ("Robotics - 5", {"robotics": 5}, [], []),
        ("robotics -  5 ,Logistics - 1", {"robotics": 5, "logistics": 1}, [], []),
        (
            "Micro- and nanoelectronics, optoelectronics - 3, Robotics - 2",
            {"micro": 3, "robotics": 2},
            [],
            [],
        ),
        ("New technologies for Audio-Visual sector - Media - 4", {"media": 4}, [], []),
        ("Robotics, Logistics - 3", {"robotics": 0, "logistics": 3}, [], []),
        ("Quantum Technologies (computing/communication) - 1", {"quantum": 1}, [], []),
        ("data - 4, Robotics - 2", {"robotics": 2}, ["data"], []),
        ("A, B - C - 4, Robotics - 2, tail", {"robotics": 2}, ["A, B - C", "tail"], []),
        ("Robotics - 2, Robotics - 4", {"robotics": 4}, [], ["Robotics"]),
        ("Robotics - 3, Robotics - 3", {"robotics": 3}, [], []),
        ("Robotics - 9", {}, ["Robotics - 9"], []),
        (", ,Robotics - 1,", {"robotics": 1}, [], []),
    ],
)
def test_tags_are_read(text, levels, unknown, at_odds):
    tags = TagReader(LABELS).read(text)
    assert (tags.levels, tags.unknown, tags.at_odds) == (levels, unknown, at_odds)


def test_tags_that_are_written_are_read_again():
    levels = {label: n % 6 for n, label in enumerate(LABELS)}
    text = written((label, level or None) for label, level in levels.items())
    assert TagReader(LABELS).read(text).levels == {LABELS[label]: level for label, level in levels.items()}


@pytest.mark.parametrize(
    ("location", "country", "name", "town"),
    [
        ("Plaza viriato s/n, 49071 Zamora Zamora, Spain", "ES", "Spain", "Zamora"),
        ("Lope Gómez, 15705 Santiago de compostela A Coruña, Spain", "ES", "Spain", "Santiago de compostela"),
        ("Tabladilla s/n, Sevilla, Spain", "ES", "Spain", "Sevilla"),
        ("Piazza marina 61, 90133 Palermo PA, Italy", "IT", "Italy", "Palermo"),
        ("Šumavská 416/15, 602 00 Brno, Czechia", "CZ", "Czechia", "Brno"),
        ("Rr. SAMI FRASHERI NO 10, 1001, Tirana, Albania", "AL", "Albania", "Tirana"),
        ("Budapest, Than Károly u. 3-5, 1119, Hungary", "HU", "Hungary", "Budapest"),
        ("HROMADYANSKA STREET 11/13, Kharkiv, Kharkiv oblast, 61057, Ukraine", "UA", "Ukraine", "Kharkiv"),
        ("Prinses Margrietplantsoen 32, 2595BR Den haag, Netherlands", "NL", "Netherlands", "Den haag"),
        ("Abogade 15, 8200 Aarhus n, Denmark", "DK", "Denmark", "Aarhus"),
        ("Block 9/10 NexusUCD, Dublin, Co. Dublin, D04 V2N9, Ireland", "IE", "Ireland", "Dublin"),
        ("Ehitajate tee 5, 19086 Tallinn Estonia, Estonia", "EE", "Estonia", "Tallinn"),
        ("Soho the strand, msida road, Gzira GZR1401, Malta", "MT", "Malta", ""),
        ("Spain", "ES", "Spain", ""),
        ("", "ES", "Spain", ""),
    ],
)  # fmt: skip
def test_the_town_is_told_or_left_empty(location, country, name, town):
    assert town_in(location, country, name) == town


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("5G", "en"),
        ("The hub helps small companies and the public sector.", "en"),
        ("Wir unterstützen kleine und mittlere Unternehmen auf dem Weg in die Zukunft.", "de"),
        ("Nous aidons les petites entreprises et les communes dans la région.", "fr"),
        ("Der, die, das: the German articles are what the learners have to learn first.", "en"),
    ],
)  # fmt: skip
def test_the_language_is_english_unless_it_is_plainly_another(text, language):
    assert language_of(text) == language


def candidate(
    number: int, name: str, title: str, kind: str = "EDIH", country: str = "ES", **more
) -> Candidate:
    return Candidate(number, key_of(country, name, title), kind, **more)


def matched(rows: list[Candidate], hubs: list[Candidate]) -> tuple[dict[int, int], set[int]]:
    found = match(rows, hubs)
    return found.hubs, set(found.ambiguous)


OLD, NEW = candidate(1, "DATAlife", "DATAlife", "DIH"), candidate(2, "DATAlife", "Data for Galicia")


def test_two_hubs_of_one_name_are_told_apart_by_their_titles():
    rows = [candidate(7, "DATAlife", "Data for Galicia"), candidate(8, "datalife ", "DATALIFE", "DIH")]
    assert matched(rows, [OLD, NEW]) == ({7: 2, 8: 1}, set())


def test_one_of_them_may_change_its_title():
    rows = [candidate(7, "DATAlife", "Data for Spain"), candidate(8, "DATAlife", "DATAlife", "DIH")]
    assert matched(rows, [OLD, NEW]) == ({7: 2, 8: 1}, set())


def test_both_may_change_their_titles_while_their_kinds_differ():
    rows = [candidate(7, "DATAlife", "Data for Spain"), candidate(8, "DATAlife", "Data for all", "DIH")]
    assert matched(rows, [OLD, NEW]) == ({7: 2, 8: 1}, set())


def test_if_nothing_tells_them_apart_the_rows_are_doubtful():
    rows = [candidate(7, "DATAlife", "Data for Spain"), candidate(8, "DATAlife", "Data for all")]
    assert matched(rows, [OLD, NEW]) == ({}, {7, 8})


def test_a_hub_with_a_new_name_is_known_by_its_title_and_one_of_another_country_is_not():
    hub = candidate(1, "AgrotechDIH", "Andalucía Agrotech Digital Innovation Hub")
    renamed = candidate(7, "AA-EDIH", "Andalucía Agrotech Digital Innovation Hub")
    abroad = candidate(8, "AgrotechDIH", "Andalucía Agrotech Digital Innovation Hub", country="PT")
    assert matched([renamed, abroad], [hub]) == ({7: 1}, set())


def test_a_hub_that_was_never_in_the_catalogue_is_known_only_by_name_and_title():
    hub = candidate(1, "Nordlys", "Nordlys Hub", exact=True)
    assert matched([candidate(7, "Nordlys", "Another title")], [hub]) == ({}, set())
    assert matched([candidate(7, "NORDLYS", "Nordlys hub")], [hub]) == ({7: 1}, set())
