"""What a question asks: its language, words, codes, concepts, places and meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from corridor.kernel.i18n.fields import clean_text

from .alignment import Vectors, learnt_at, meanings_at
from .embedding import encoder, model_name
from .folding import fold, looks_like_code, words_of
from .generation import Generation
from .holdings import Holdings
from .legs import languages_of_texts, lookup
from .lexemes import QueryWord
from .phrases import phrase_book, place_book
from .registry import terminology
from .shapes import Question

LONGEST = 500  # characters of a question that are read
CLOSE = 0.5  # cosine from which a question is taken to mean a concept that it does not name
CLOSEST = 3
NEAR = 0.3  # and from which it is at least somewhere near one
WHAT = ("concept:", "technologies:")
NARROWER = 0.9  # share that counts for a record about something narrower than the question's concept
NARROWER_OF_TERM = 0.5  # and than the question's official term, which is wide
FAINTEST = 0.1  # a wider concept counts down to this share


@dataclass(frozen=True)
class Topic:
    """A concept that the question is about. ``said`` is its own word, or the everyday need or label
    that it comes close to when ``by_meaning``. ``weight`` from 0 to 1."""

    target: str
    said: str
    weight: float
    by_meaning: bool = False


@dataclass(frozen=True)
class Understood:
    question: Question
    text: str
    language: str
    words: Sequence[QueryWord]
    rarity: Mapping[str, float]
    codes: frozenset[str]
    topics: Sequence[Topic]
    places: Mapping[str, str]  # facet:code -> the question's word for it
    vector: Vectors | None
    texts: int = 0  # that there are
    corrected: Mapping[str, str] = field(default_factory=dict)  # word -> the lexeme it probably meant

    @property
    def attainable(self) -> float:
        return sum(self.rarity.values())


def understand(question: Question, holdings: Holdings, generation: Generation) -> Understood:
    text = " ".join(clean_text(question.text)[:LONGEST].split())
    language, vector = _language_and_vector(text, question.language, generation)
    written = list(dict.fromkeys(words_of(text)))
    codes = frozenset(word for word in written if looks_like_code(word))
    numbers = {word for word in written if not any(map(str.isalpha, word))}
    languages = languages_of_texts(generation)
    looked_up = lookup(holdings, written, language, languages, exact=codes | numbers)
    return Understood(
        question=question,
        text=text,
        language=language,
        words=looked_up.words,
        rarity=looked_up.rarity,
        codes=codes,
        topics=_topics(text, language, vector, generation),
        texts=looked_up.texts,
        places=_places(text, language, question.language),
        vector=vector,
        corrected=_corrected(looked_up.words),
    )


def _corrected(words: Sequence[QueryWord]) -> dict[str, str]:
    """The likeliest lexeme for each word that occurs nowhere."""
    likeliest = sorted(
        (word for word in words if word.weight < 1), key=lambda word: (word.weight, word.lexeme)
    )
    return {word.said: word.lexeme for word in likeliest}


def _language_and_vector(text: str, expected: str, generation: Generation) -> tuple[str, Vectors | None]:
    """The vector is aligned; ``None`` without a model or before it has learnt."""
    name = model_name()
    known = learnt_at(name, generation) if name else None
    model = encoder() if known and known.detector else None
    if model is None or known is None or known.detector is None:
        return expected, None
    raw = model.query(text)
    tells = [word for word in words_of(text) if not looks_like_code(word)]
    language = known.detector.guess(raw, expected) if tells else expected
    return language, known.of(language).queries(raw)


def _topics(text: str, language: str, vector: Vectors | None, generation: Generation) -> list[Topic]:
    meant = [] if vector is None else _meant(vector, language, generation)
    return _named_before(text, language, meant)


def _named_before(text: str, language: str, meant: Iterable[Topic]) -> list[Topic]:
    """What the text names first, then what it only means."""
    named = [
        Topic(found.target, found.said, _weight(found.target)) for found in phrase_book(language).find(text)
    ]
    topics: dict[str, Topic] = {}
    for topic in (*_most_special(named), *meant):
        topics.setdefault(topic.target, topic)
    return list(topics.values())


def topics_of_text(parts: Sequence[str], language: str, generation: Generation) -> list[Topic]:
    """Of a text longer than a question, in a known language: named anywhere, or meant by one of its parts."""
    meant: list[Topic] = []
    for part in parts:
        _language, vector = _language_and_vector(part[:LONGEST], language, generation)
        meant += [] if vector is None else _meant(vector, language, generation)
    return _named_before("\n".join(parts), language, sorted(meant, key=lambda topic: -topic.weight))


def named_topics(text: str, language: str) -> list[Topic]:
    """What a text names in its own words, without a look at its meaning."""
    return _named_before(text, language, ())


def language_of_text(text: str, expected: str, generation: Generation) -> str:
    """As the model tells it; ``expected`` where there is none, or no better guess."""
    return _language_and_vector(text[:LONGEST], expected, generation)[0]


def nearest_target(question: Question, generation: Generation) -> str:
    """What the vocabulary has that comes closest: named by the question, else next in meaning; empty where
    nothing is near."""
    text = " ".join(clean_text(question.text)[:LONGEST].split())
    language, vector = _language_and_vector(text, question.language, generation)
    named = [
        Topic(found.target, found.said, _weight(found.target)) for found in phrase_book(language).find(text)
    ]
    if named:
        return _most_special(named)[0].target
    known = meanings_at(model_name() or "", generation)
    if vector is None or not known.targets:
        return ""
    closeness = known.vectors @ vector
    nearest = int(np.argmax(closeness))
    return known.targets[nearest][0] if closeness[nearest] >= NEAR else ""


def _weight(target: str) -> float:
    """A sector or kind of service says where and how, a technology or concept says what."""
    return 1.0 if target.startswith(WHAT) else 0.6


def _most_special(named: Sequence[Topic]) -> list[Topic]:
    """Without topics whose words are part of a more special one's: "5G" within "private 5G network"."""
    broader = terminology().broader
    wider = {above: topic for topic in named for above, _share in broader.get(topic.target, ())}
    longest = {topic.said: topic for topic in named if topic.target.startswith("concept:")}

    def covered(topic: Topic) -> bool:
        special = wider.get(topic.target)
        if special and fold(topic.said) in fold(special.said):
            return True
        return any(
            topic.said != said and fold(topic.said) in fold(said) and not topic.target.startswith("concept:")
            for said in longest
        )

    return [topic for topic in named if not covered(topic)]


def _meant(vector: Vectors, language: str, generation: Generation) -> list[Topic]:
    known = meanings_at(model_name() or "", generation)
    if not known.targets:
        return []
    closeness = known.vectors @ vector
    nearest = np.argsort(-closeness)[:CLOSEST]
    return [
        Topic(target, _example(known.examples[row], language), float(closeness[row]), by_meaning=True)
        for row in nearest.tolist()
        if closeness[row] >= CLOSE
        for target in known.targets[row]
    ]


def _example(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")


def _places(text: str, *languages: str) -> dict[str, str]:
    """Places named in the question's language or in the page's."""
    found: dict[str, str] = {}
    for language in dict.fromkeys(languages):
        for place in place_book(language).find(text):
            found.setdefault(place.target, place.said)
    return found


def topic_shares(topics: Sequence[Topic]) -> dict[str, tuple[Topic, float]]:
    """Targets in which a record counts as being about a topic, with the share that it counts: the
    topic itself, what is narrower (whole) and what is broader (as the vocabulary says)."""
    vocabulary = terminology()
    shares: dict[str, tuple[Topic, float]] = {}

    def note(target: str, topic: Topic, share: float) -> None:
        if share >= FAINTEST and share > shares.get(target, (topic, 0.0))[1]:
            shares[target] = (topic, share)

    for topic in topics:
        note(topic.target, topic, topic.weight)
        for below in vocabulary.narrower.get(topic.target, ()):
            note(
                below,
                topic,
                topic.weight * (NARROWER if topic.target.startswith("concept:") else NARROWER_OF_TERM),
            )
        for above, share in vocabulary.broader.get(topic.target, ()):
            note(above, topic, topic.weight * share)
    return shares
