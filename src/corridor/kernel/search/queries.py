"""The one entrance to search: a question and a viewer in, an answer with reasons out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from corridor.kernel.audience import Viewer

from .candidates import Candidates, Found, candidates
from .explaining import reasons
from .generation import Generation, current
from .hints import hints, other_spelling
from .holdings import Entry, Holdings, PassageOf, Text, Vector
from .looking import looking_at
from .registry import registry
from .shapes import Answer, Facet, FacetValue, Hit, Question, Reason
from .understanding import Understood, understand

EXCERPT = 320  # characters of the passage that is shown
REMEMBERED = 512  # answers per process; some 50 kB each


def find(question: Question, viewer: Viewer) -> Answer:
    """Search, or list everything by title where the question has no text.

    Only what ``viewer`` may see is searched, listed or counted. An answer is remembered until
    anything that it rests on changes, for viewers who may see the same.
    """
    started = time.perf_counter()
    facets = tuple((name, tuple(codes)) for name, codes in question.facets.items() if codes)
    shown = (question.text, question.language, question.kinds, facets, question.page, question.size)
    remembered = _remembered(current(), viewer.nameless(), shown)
    return replace(remembered, milliseconds=round((time.perf_counter() - started) * 1000, 1))


Facets = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=REMEMBERED)
def _remembered(
    generation: Generation, viewer: Viewer, shown: tuple[str, str, tuple[str, ...], Facets, int, int]
) -> Answer:
    text, language, kinds, facets, page, size = shown
    question = Question(text, language, kinds, dict(facets), page, size)
    with looking_at(generation, viewer, kinds) as holdings:
        return answer(question, holdings, generation)


def answer(question: Question, holdings: Holdings, generation: Generation) -> Answer:
    """Computed anew from the records given."""
    if question.text.strip():
        return _search(question, holdings, generation)
    return _browse(question, holdings, generation)


def _browse(question: Question, holdings: Holdings, generation: Generation) -> Answer:
    shown = holdings.narrowed(question.facets).listed()
    page = _page(question, shown)
    entries, texts = holdings.entries(page), holdings.texts(page)
    language = question.language
    hits = tuple(_hit(entries[key], texts[key], language) for key in page)
    others = {name: holdings.narrowed(question.facets, name).listed() for name in _chosen(question)}
    return Answer(
        question,
        hits,
        len(shown),
        _facets(
            question,
            {name: _counts(holdings, keys) for name, keys in others.items()},
            _counts(holdings, shown),
        ),
        language,
        hints=() if shown else hints(question, None, holdings),
        generation=generation,
    )


def _search(question: Question, holdings: Holdings, generation: Generation) -> Answer:
    """Everything is ranked once; facets then choose among what was worth showing, so that a count
    beside a facet is what choosing it shows."""
    understood = understand(question, holdings, generation)
    best = candidates(understood, holdings)
    kept = holdings.among(best.keys, question.facets)
    if not kept.size and _chosen(question):
        best = candidates(understood, holdings.narrowed(question.facets))  # the best that the filters leave
        kept = best.keys
    others = {name: holdings.among(best.keys, question.facets, name) for name in _chosen(question)}
    return Answer(
        question,
        _hits(_page(question, kept.tolist()), best, understood, holdings),
        len(kept),
        _facets(
            question,
            {name: holdings.facet_counts(keys) for name, keys in others.items()},
            holdings.facet_counts(kept),
        ),
        understood.language,
        hints=(other_spelling if kept.size else hints)(question, understood, holdings),
        by_meaning=understood.vector is not None,
        generation=generation,
    )


def _page(question: Question, keys: list[int]) -> list[int]:
    start = (max(1, question.page) - 1) * question.size
    return keys[start : start + question.size]


def _hits(page: list[int], best: Candidates, understood: Understood, holdings: Holdings) -> tuple[Hit, ...]:
    entries, texts, found = holdings.entries(page), holdings.texts(page), best.found(page)
    closest = _closest(found, understood, holdings)
    language = understood.question.language
    hits = []
    for key in page:
        ranked, entry = best.ranked(key), entries[key]
        why = reasons(entry.kind, ranked, found[key], understood, _everything(texts[key]))
        hits.append(_hit(entry, texts[key], language, closest.get(key), round(ranked.score, 4), why))
    return tuple(hits)


def _hit(
    entry: Entry,
    texts: Sequence[Text],
    language: str,
    passage: tuple[str, str] | None = None,
    score: float = 0.0,
    why: tuple[Reason, ...] = (),
) -> Hit:
    """``passage`` with its language; without one, the beginning."""
    body, its_language = passage or _beginning(texts, language)
    return Hit(
        kind=entry.kind,
        record_id=entry.record_id,
        title=next((text.title for text in texts if text.language == language), entry.title),
        url=f"/{language}/{entry.address}",
        passage=_excerpt(body),
        language=its_language,
        score=score,
        reasons=why,
        standing=entry.standing,
    )


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _everything(texts: Sequence[Text]) -> str:
    """What the record says in all its languages."""
    titles = dict.fromkeys(text.title for text in texts)
    return " ".join([*titles, *(text.body for text in texts)])


def _beginning(texts: Sequence[Text], language: str) -> tuple[str, str]:
    """The text in ``language`` if there is one, else in English, else in any."""
    preference = {language: 0, "en": 1}
    text = min(texts, key=lambda text: (preference.get(text.language, 2), text.language))
    return text.body, text.language


def _closest(
    found: Mapping[int, Found], understood: Understood, holdings: Holdings
) -> dict[int, tuple[str, str]]:
    """The passage that fits best, with its language: one in the reader's where the record has any."""
    wanted, vector = understood.question.language, understood.vector
    if vector is None:
        return {}
    closest = {
        one.entry: one for one in holdings.passages(one.passage for one in found.values() if one.passage)
    }
    foreign = [key for key, one in closest.items() if one.language != wanted]
    own: dict[int, PassageOf] = {}
    for passage in sorted(holdings.passages_in(wanted, foreign), key=lambda one: _fit(one, vector)):
        own[passage.entry] = passage
    return {key: (one.body, one.language) for key, one in (closest | own).items()}


def _fit(passage: PassageOf, vector: Vector) -> tuple[bool, float, int]:
    """A part fits better than the whole."""
    near = 0.0 if passage.vector is None else float(np.dot(passage.vector, vector))
    return passage.position > 0, near, passage.position


def _chosen(question: Question) -> list[str]:
    return [name for name, codes in question.facets.items() if codes and name in registry.facets]


def _counts(holdings: Holdings, keys: list[int]) -> dict[str, int]:
    return holdings.facet_counts(np.array(keys, np.int64))


def _facets(
    question: Question, others: Mapping[str, Mapping[str, int]], counts: Mapping[str, int]
) -> tuple[Facet, ...]:
    otherwise = _by_facet(counts)
    offered = [kind.name for kind in registry.in_order() if kind.is_for(question.kinds)]
    counted = {name: _by_facet(others[name]) if name in others else otherwise for name in offered}
    return tuple(_facet(name, question, counted[name].get(name, {})) for name in offered)


def _by_facet(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """The counts of ``name:code`` by name and code."""
    found: dict[str, dict[str, int]] = {}
    for key, count in counts.items():
        name, _colon, code = key.partition(":")
        found.setdefault(name, {})[code] = count
    return found


def _facet(name: str, question: Question, counts: Mapping[str, int]) -> Facet:
    """Chosen values stay in sight even where nothing is left of them."""
    kind = registry.facets[name]
    chosen = set(question.facets.get(name, ()))
    codes = {**counts, **{code: 0 for code in chosen if code not in counts}}
    labels = kind.label(list(codes), question.language)
    values = [
        FacetValue(code, labels.get(code, code), count, code in chosen)
        for code, count in codes.items()
        if code in labels
    ]
    values.sort(key=lambda value: (not value.chosen, -value.count, value.label, value.code))
    return Facet(name, kind.title(), tuple(values))
