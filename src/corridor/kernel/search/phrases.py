"""Finds the vocabulary's phrases in a text: the concept, and the text's own word for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .folding import fold, looks_like_code, same_word, words_of
from .registry import Phrase, registry, terminology

HEAD = 4  # letters by which phrases are looked up: forms of a word share at least so many
LONGEST = 6  # words in a phrase


@dataclass(frozen=True)
class Found:
    """``said`` is what stands in the text, ``target`` what it names."""

    target: str
    said: str
    words: int


class PhraseBook:
    """Phrases by the beginning of their first word, for one language and the codes of all."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_head: dict[str, list[tuple[tuple[str, ...], bool, str]]] = defaultdict(list)
        for phrase in phrases:
            words = tuple(fold(word) for word in words_of(phrase.text))
            # "5G+" is another name than "5G", and its sign is no part of a word.
            if 0 < len(words) <= LONGEST and not phrase.text.endswith("+"):
                exact = phrase.language is None
                self._by_head[words[0][:HEAD]].append((words, exact, phrase.target))

    def find(self, text: str) -> list[Found]:
        """Each target at most once, by its longest phrase in the text."""
        written = words_of(text)
        folded = [fold(word) for word in written]
        best: dict[str, Found] = {}
        for start, word in enumerate(folded):
            for words, exact, target in self._by_head.get(word[:HEAD], ()):
                if len(words) > best.get(target, Found("", "", 0)).words and self._fits(
                    folded, start, words, exact
                ):
                    said = " ".join(written[start : start + len(words)])
                    best[target] = Found(target, said, len(words))
        return sorted(best.values(), key=lambda found: (-found.words, found.target))

    @staticmethod
    def _fits(folded: Sequence[str], start: int, words: Sequence[str], exact: bool) -> bool:  # noqa: FBT001
        there = folded[start : start + len(words)]
        if len(there) < len(words):
            return False
        return all(a == b if exact else same_word(a, b) for a, b in zip(there, words, strict=True))


@lru_cache(maxsize=32)
def _book(language: str, digest: str) -> PhraseBook:
    wanted = (language, None, "en")
    return PhraseBook(_as_code(phrase) for phrase in terminology().phrases if phrase.language in wanted)


def _as_code(phrase: Phrase) -> Phrase:
    """An acronym among the synonyms is matched letter by letter, like the codes."""
    if " " not in phrase.text and looks_like_code(phrase.text):
        return Phrase(phrase.text, None, phrase.target)
    return phrase


def phrase_book(language: str) -> PhraseBook:
    """For texts in ``language``; English words and codes are understood in every language."""
    return _book(language, terminology().digest)


@lru_cache(maxsize=32)
def place_book(language: str) -> PhraseBook:
    """Names of places in ``language``; a target is ``facet:code``."""
    places = registry.places(language) if registry.places else ()
    return PhraseBook(Phrase(place.name, language, f"{place.facet}:{place.code}") for place in places)
