"""As many services as wanted, composed from those of the demo, written straight into the search tables.

A composed service has the title of one demo service and sentences of two, in one language, a fifth of them
in a second one, and an invented word, so that the words there are grow with the services. Its facets and
concepts are those of the first. Its vector is not encoded: it is a mixture of the vectors of the texts that
it is composed from, and noise, at a cosine of about 0.9 to the mixture. So vectors lie around some hundreds
of real texts, as those of services on the same subjects do.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from corridor.kernel.search.holdings import Vector

KIND = "service"
BLOCK = 5_000
NOISE = 0.48  # length of what is added to a vector of length 1
SECOND = 0.2  # share with a text in a second language
SYLLABLES = (
    "ba",
    "den",
    "fi",
    "gor",
    "hel",
    "ju",
    "kar",
    "lum",
    "mi",
    "nor",
    "pal",
    "rus",
    "sta",
    "tev",
    "vi",
    "zo",
)
SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Written:
    """A text of the demo."""

    entry: int
    language: str
    title: str
    sentences: list[str]
    vector: Vector


@dataclass(frozen=True)
class Demo:
    """What the demo's public services say, and what they have."""

    texts: list[Written]
    facets: dict[int, list[str]]
    concepts: dict[int, list[tuple[str, float, str]]]

    def in_language(self) -> dict[str, list[Written]]:
        by_language: dict[str, list[Written]] = defaultdict(list)
        for text in self.texts:
            by_language[text.language].append(text)
        return by_language


def read_demo() -> Demo:
    from corridor.kernel.search.models import SearchConcept, SearchEntry, SearchPassage

    facets = dict(SearchEntry.objects.filter(kind=KIND, audience="public").values_list("id", "facets"))
    concepts: dict[int, list[tuple[str, float, str]]] = defaultdict(list)
    for entry, *concept in SearchConcept.objects.values_list("entry_id", "target", "strength", "found"):
        concepts[entry].append(tuple(concept))
    passages = SearchPassage.objects.filter(position=0, text__entry__in=facets).order_by("pk")
    columns = ("text__entry_id", "text__language", "text__title", "text__body", "vector")
    texts = [Written(*row[:3], SENTENCE.split(row[3]), row[4]) for row in passages.values_list(*columns)]
    return Demo(texts, facets, concepts)


def write(demo: Demo, numbers: range) -> None:
    """The services with these numbers, as the rows that ``kernel.search.indexing`` would have made."""
    from django.db import connection, transaction

    from corridor.kernel.search.generation import advance

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_setting('is_superuser')")
        if cursor.fetchone() == ("on",):  # the rows fit together, and checking each takes half of the time
            cursor.execute("set local session_replication_role = replica")
        for start in range(numbers.start, numbers.stop, BLOCK):
            _write(demo, numbers[start - numbers.start :][:BLOCK])
        advance()
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def _write(demo: Demo, numbers: range) -> None:
    from corridor.kernel.copying import copy_in
    from corridor.kernel.search.indexing import index_words
    from corridor.kernel.search.models import SearchConcept, SearchEntry, SearchPassage, SearchText

    composer = Composer(demo, numbers.start)
    rows = [composer.service(number) for number in numbers]
    entries = [SearchEntry(**row.entry) for row in rows]
    copy_in(entries)
    pairs = [(entry, row) for entry, row in zip(entries, rows, strict=True)]
    texts = [SearchText(entry=entry, **text) for entry, row in pairs for text in row.texts]
    copy_in(texts)
    vectors = composer.vectors([mixed for row in rows for mixed in row.mixed])
    copy_in(
        [
            SearchPassage(text=text, position=0, body=text.body, digest="", vector=vector)
            for text, vector in zip(texts, vectors, strict=True)
        ],
        numbered=False,
    )
    copy_in(
        [
            SearchConcept(entry=entry, target=target, strength=strength, found=found)
            for entry, row in pairs
            for target, strength, found in row.concepts
        ],
        numbered=False,
    )
    index_words([text.pk for text in texts])


@dataclass(frozen=True)
class Composed:
    """``mixed`` are the vectors that each text's own is made from."""

    entry: dict[str, Any]
    texts: list[dict[str, str]]
    mixed: list[tuple[Vector, Vector]]
    concepts: list[tuple[str, float, str]]


class Composer:
    """The same services for the same ``seed``."""

    def __init__(self, demo: Demo, seed: int) -> None:
        self.demo = demo
        self.by_language = demo.in_language()
        self.of_entry: dict[int, list[Written]] = defaultdict(list)
        for text in demo.texts:
            self.of_entry[text.entry].append(text)
        self.draw = random.Random(seed)
        self.noise = np.random.default_rng(seed)

    def service(self, number: int) -> Composed:
        first = self.draw.choice(self.demo.texts)
        name = "".join(self.draw.choices(SYLLABLES, k=3)).capitalize()
        said = [first]
        if self.draw.random() < SECOND:
            said += [one for one in self.of_entry[first.entry] if one.language != first.language][:1]
        others = [self.draw.choice(self.by_language[one.language]) for one in said]
        entry = {
            "kind": KIND,
            "record_id": 1_000_000 + number,
            "title": f"{first.title} {name}",
            "sort_title": f"{first.title} {name}".casefold(),
            "address": f"services/{number}/",
            "audience": "public",
            "facets": self.demo.facets[first.entry],
        }
        texts = [self._text(one, other, name) for one, other in zip(said, others, strict=True)]
        mixed = [(one.vector, other.vector) for one, other in zip(said, others, strict=True)]
        return Composed(entry, texts, mixed, self.demo.concepts[first.entry])

    def _text(self, one: Written, other: Written, name: str) -> dict[str, str]:
        sentences = [*one.sentences, *other.sentences]
        body = " ".join(self.draw.sample(sentences, min(len(sentences), self.draw.randint(4, 6))))
        return {"language": one.language, "title": f"{one.title} {name}", "body": body}

    def vectors(self, mixed: list[tuple[Vector, Vector]]) -> Vector:
        from corridor.engines.crosslingual import unit

        mixture = unit(np.array([0.6 * one + 0.4 * other for one, other in mixed]))
        noise = self.noise.standard_normal(mixture.shape, np.float32) / np.sqrt(mixture.shape[1])
        return unit(mixture + NOISE * noise)


def questions(demo: Demo, seed: int) -> Iterator[Any]:
    """Without end: three to five words of some text, in a country, every second one on a technology too."""
    from corridor.kernel.search.shapes import Question

    draw = random.Random(seed)
    while True:
        text = draw.choice(demo.texts)
        words = [word.strip(".,:;()") for word in draw.choice(text.sentences).split() if len(word) > 3]
        facets = {"country": _values(demo, draw, text.entry, "country")}
        if draw.random() < 0.5:
            facets["technology"] = _values(demo, draw, text.entry, "technology")
        asked = " ".join(draw.sample(words, min(len(words), draw.randint(3, 5))))
        yield Question(
            asked, text.language, (KIND,), {name: codes for name, codes in facets.items() if codes}
        )


def _values(demo: Demo, draw: random.Random, entry: int, name: str) -> tuple[str, ...]:
    """One that the text's service has, and one of another."""
    other = draw.choice(list(demo.facets))
    both = [
        value.split(":")[1] for one in (entry, other) for value in demo.facets[one] if value.startswith(name)
    ]
    return tuple(dict.fromkeys(draw.sample(both, min(2, len(both)))))
