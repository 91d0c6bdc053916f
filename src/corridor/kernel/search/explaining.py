"""Reasons that a person can check, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.engines.ranking import Ranked

from .candidates import Found, TopicMatch
from .folding import fold, same_word, words_of
from .registry import registry, terminology
from .shapes import Reason, ReasonKind
from .understanding import Understood

HEAD = 4  # letters by which words are looked up
MOST = 4  # reasons per record
WORDS_SHOWN = 5
REMEMBERED = 1024  # texts whose words are kept, some 10 kB each
COMPARED = 4096  # pairs of phrases whose comparison is kept
NEAR = 50  # places in closeness of meaning that are worth telling


def reasons(kind: str, ranked: Ranked, found: Found, understood: Understood, text: str) -> tuple[Reason, ...]:
    """The strongest reasons first; ``text`` is what the record says, to find its own words in."""
    language = understood.question.language
    topics = _topics(found, language)
    collected = [
        *topics,
        *_words(ranked, found, understood, text),
        *_places(kind, ranked, found, understood),
        *_meaning(ranked, found),
    ]
    rank = {
        id(topic): max(other.strength for other in topics) for topic in topics
    }  # they stay in their order
    return tuple(sorted(collected, key=lambda reason: -rank.get(id(reason), reason.strength))[:MOST])


def _words(ranked: Ranked, found: Found, understood: Understood, text: str) -> list[Reason]:
    if not found.words:
        return []
    ordered = sorted(found.words, key=lambda word: (-understood.rarity.get(word, 0.0), word))[:WORDS_SHOWN]
    written = _written_words(text)
    there = [_word_in(written, word, understood) or word for word in ordered]
    strength = sum(ranked.contributions[part] for part in ("words", "every_word", "foreign_words", "codes"))
    sentence = ngettext(
        "Its text has your word %(words)s.", "Its text has your words %(words)s.", len(there)
    ) % {"words": _listed(there)}
    return [Reason(ReasonKind.WORDS, sentence, ", ".join(ordered), ", ".join(there), round(strength, 3))]


@lru_cache(maxsize=REMEMBERED)
def _written_words(text: str) -> str:
    """A line for each word: folded, a tab, as it is written first. Kept as one string, since that takes
    a tenth of the memory that a dictionary would."""
    written: dict[str, str] = {}
    for word in words_of(text):
        written.setdefault(fold(word), word)
    return "".join(f"\n{folded}\t{word}" for folded, word in written.items()) + "\n"


def _word_in(written: str, said: str, understood: Understood) -> str | None:
    """The record's own form of a word of the question."""
    for meant in (fold(said), *(word.lexeme for word in understood.words if word.said == said)):
        near = dict(_beginning_with(written, meant[:HEAD]))
        form = near.get(meant) or next((near[one] for one in near if same_word(one, meant)), None)
        if form:
            return form
    return None


def _beginning_with(written: str, head: str) -> Iterator[tuple[str, str]]:
    start = written.find(f"\n{head}")
    while start >= 0:
        end = written.index("\n", start + 1)
        folded, _tab, word = written[start + 1 : end].partition("\t")
        yield folded, word
        start = written.find(f"\n{head}", end)


def _topics(found: Found, language: str) -> list[Reason]:
    """At most two, each with another word of the question; what it names itself comes first."""
    best: list[TopicMatch] = []
    for match in sorted(found.topics, key=_named_first):
        if not any(_is_part(match.topic.said, kept.topic.said) for kept in best):
            best.append(match)
    label = terminology().label
    return [
        Reason(
            ReasonKind.CONCEPT,
            _topic_sentence(match, label(match.target, language)),
            match.topic.said,
            match.found or label(match.target, language),
            round(match.strength, 3),
        )
        for match in best[:2]
    ]


def _named_first(match: TopicMatch) -> tuple[bool, float, str]:
    return not _is_named(match), -match.strength, match.target


def _is_named(match: TopicMatch) -> bool:
    """Whether the record is about the very thing that the question names, not only about one near it."""
    return match.target == match.topic.target and not match.topic.by_meaning


@lru_cache(maxsize=COMPARED)
def _is_part(said: str, longer: str) -> bool:
    """Whether all words of ``said`` are among those of ``longer``: "5G" in "private 5G network"."""
    return set(words_of(fold(said))) <= set(words_of(fold(longer)))


@lru_cache(maxsize=COMPARED)
def _same_words(one: str, other: str) -> bool:
    """Whether two phrases differ at most in case, accents and endings."""
    these, those = words_of(fold(one)), words_of(fold(other))
    return len(these) == len(those) and all(map(same_word, these, those))


def _topic_sentence(match: TopicMatch, label: str) -> str:
    said = match.topic.said
    found = "" if _same_words(match.found, label) else match.found
    values = {"said": said, "label": label, "found": found}
    if match.topic.by_meaning:
        return _("Your question comes close to “%(said)s”, and this is about %(label)s.") % values
    if not _is_named(match):
        if found:
            return _("Close to “%(said)s”: its text speaks of “%(found)s” (%(label)s).") % values
        return _("Close to “%(said)s”: it is about %(label)s.") % values
    return _named_sentence(values, in_other_words=bool(found) and not _same_words(found, said))


def _named_sentence(values: dict[str, str], *, in_other_words: bool) -> str:
    """Nothing is said twice: where the question says what we say, it is not quoted."""
    if _same_words(values["said"], values["label"]):
        if in_other_words:
            return _("It is about %(label)s, which its text calls “%(found)s”.") % values
        return _("It is about %(label)s.") % values
    if in_other_words:
        return _("“%(said)s” is about %(label)s, which its text calls “%(found)s”.") % values
    return _("“%(said)s” is about %(label)s, and so is this.") % values


def _places(kind: str, ranked: Ranked, found: Found, understood: Understood) -> list[Reason]:
    made = []
    say = registry.at_place.get(kind, _is_in)
    for place in found.places:
        facet, _colon, code = place.partition(":")
        labels = registry.facets[facet].label([code], understood.question.language)
        name = labels.get(code, code)
        made.append(
            Reason(
                ReasonKind.PLACE,
                say(name),
                understood.places[place],
                name,
                round(ranked.contributions["place"], 3),
            )
        )
    return made


def _is_in(place: str) -> str:
    return _("It is in %(place)s.") % {"place": place}


def _meaning(ranked: Ranked, found: Found) -> list[Reason]:
    if not 0 < found.nearest <= NEAR:
        return []
    sentence = (
        _("No other text comes closer to the meaning of your question.")
        if found.nearest == 1
        else _("Its text is number %(place)s in closeness to the meaning of your question.")
        % {"place": found.nearest}
    )
    strength = max(0.0, ranked.contributions["meaning"])
    return [Reason(ReasonKind.MEANING, sentence, "", "", round(strength, 3))]


def _listed(words: Sequence[str]) -> str:
    quoted = _("“%(word)s”")
    return ", ".join(quoted % {"word": word} for word in words)
