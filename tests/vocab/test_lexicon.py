from __future__ import annotations

from corridor.kernel.i18n.languages import CODES
from corridor.vocab.files import shipped
from corridor.vocab.lexicon import LexiconEntry, Role, TargetKind, lexicon, parallel_texts


def found(phrase: str) -> set[LexiconEntry]:
    return {entry for entry in lexicon().entries if entry.phrase == phrase}


def test_a_german_synonym_leads_to_its_concept_and_to_the_official_technology():
    assert found("Campusnetz") == {
        LexiconEntry("Campusnetz", "de", TargetKind.CONCEPT, "private-5g-network", None, Role.SYNONYM),
        LexiconEntry(
            "Campusnetz", "de", TargetKind.TERM, "communication-network", "technologies", Role.SYNONYM
        ),
    }


def test_an_acronym_belongs_to_no_language_and_may_name_several_things():
    named = {(entry.language, entry.target, entry.role) for entry in found("IPS")}
    assert named == {(None, "indoor-positioning", Role.CODE), (None, "intrusion-detection", Role.CODE)}


def test_an_official_term_is_found_by_its_official_string_and_by_its_label():
    code = [entry for entry in found("Cybersecurity") if entry.role is Role.CODE]
    assert [entry.key for entry in code] == [(TargetKind.TERM, "technologies", "cybersecurity")]
    assert lexicon().label(code[0].key, "fr") == "Cybersécurité"


def test_a_concept_knows_what_is_broader_and_its_official_technologies():
    assert lexicon().broader["private-5g-network"] == ("5g",)
    assert lexicon().technologies["private-5g-network"] == ("communication-network",)


def test_the_lexicon_is_made_once():
    assert lexicon() is lexicon()


def test_parallel_texts_have_all_24_languages():
    texts = parallel_texts()
    source = shipped()
    terms = sum(len(official.terms) for official in source.lists_in_force.values())
    assert len(texts) == len(source.concepts) + len(source.needs) + terms + len(source.parallel)
    assert {tuple(text) for text in texts} == {CODES}
