"""The one entrance to search: a question and a viewer in, an answer with reasons out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from corridor.engines.ranking import Ranked
from corridor.kernel.audience import Viewer

from .candidates import Candidates, Found, candidates
from .explaining import reasons
from .generation import Generation, current
from .hints import hints, other_spelling
from .models import SearchEntry, SearchPassage, SearchText
from .registry import registry
from .shapes import Answer, Facet, FacetValue, Hit, Question
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
    answer = _remembered(current(), viewer.nameless(), shown)
    return replace(answer, milliseconds=round((time.perf_counter() - started) * 1000, 1))


Facets = tuple[tuple[str, tuple[str, ...]], ...]


@lru_cache(maxsize=REMEMBERED)
def _remembered(
    generation: Generation, viewer: Viewer, shown: tuple[str, str, tuple[str, ...], Facets, int, int]
) -> Answer:
    text, language, kinds, facets, page, size = shown
    question = Question(text, language, kinds, dict(facets), page, size)
    entries = SearchEntry.objects.visible_to(viewer)
    if question.kinds:
        entries = entries.filter(kind__in=question.kinds)
    return _search(question, entries, generation) if question.text.strip() else _browse(question, entries)


def narrowed(
    entries: QuerySet[SearchEntry], chosen: Mapping[str, Sequence[str]], but: str = ""
) -> QuerySet[SearchEntry]:
    """Within a facet any of the chosen values, between facets all; ``but`` leaves one facet out."""
    for name, codes in chosen.items():
        if codes and name != but:
            entries = entries.filter(facets__overlap=[f"{name}:{code}" for code in codes])
    return entries


def _browse(question: Question, entries: QuerySet[SearchEntry]) -> Answer:
    shown = narrowed(entries, question.facets).order_by("sort_title", "id")
    total = shown.count()
    start = (max(1, question.page) - 1) * question.size
    page = list(shown[start : start + question.size])
    texts = _first_passages([entry.pk for entry in page], question.language)
    hits = tuple(_hit(entry, 0.0, texts.get(entry.pk), (), question.language) for entry in page)

    def counted(but: str) -> QuerySet[SearchEntry]:
        return narrowed(entries, question.facets, but)

    facets = _facets(question, {name: _counts(counted(name)) for name in _chosen(question)}, _counts(shown))
    return Answer(
        question,
        hits,
        total,
        facets,
        question.language,
        hints=() if total else hints(question, None, entries),
    )


def _search(question: Question, entries: QuerySet[SearchEntry], generation: Generation) -> Answer:
    """Everything is ranked once; facets then choose among what was worth showing, so that a count
    beside a facet is what choosing it shows."""
    understood = understand(question, generation)
    best = candidates(understood, entries)
    kept = _within(best, question.facets)
    if not kept and _chosen(question):
        best = candidates(understood, narrowed(entries, question.facets))  # the best that the filters leave
        kept = best.ranked
    start = (max(1, question.page) - 1) * question.size
    others = {name: _counts_of(_keys(_within(best, question.facets, name))) for name in _chosen(question)}
    return Answer(
        question,
        _hits(kept[start : start + question.size], best, understood),
        len(kept),
        _facets(question, others, _counts_of(_keys(kept))),
        understood.language,
        hints=other_spelling(question, understood) if kept else hints(question, understood, entries),
        by_meaning=understood.vector is not None,
    )


def _keys(ranked: Sequence[Ranked]) -> list[int]:
    return [one.evidence.key for one in ranked]


def _within(best: Candidates, chosen: Mapping[str, Sequence[str]], but: str = "") -> list[Ranked]:
    """The ranked records that have the chosen facets, ``but`` one facet."""
    if not any(codes for name, codes in chosen.items() if name != but):
        return best.ranked
    entries = narrowed(SearchEntry.objects.filter(pk__in=_keys(best.ranked)), chosen, but)
    kept = set(entries.order_by().values_list("pk", flat=True))
    return [one for one in best.ranked if one.evidence.key in kept]


def _hits(page: Sequence[Ranked], best: Candidates, understood: Understood) -> tuple[Hit, ...]:
    keys = _keys(page)
    entries = SearchEntry.objects.in_bulk(keys)
    texts = _texts(keys)
    shown = _closest_passages({key: best.found[key] for key in keys}, understood)
    return tuple(
        _hit(
            entries[one.evidence.key],
            one.score,
            shown.get(one.evidence.key),
            reasons(one, best.found[one.evidence.key], understood, texts.get(one.evidence.key, "")),
            understood.question.language,
        )
        for one in page
    )


def _hit(entry: SearchEntry, score: float, passage: tuple[str, str] | None, why: tuple, language: str) -> Hit:  # type: ignore[type-arg]
    text, its_language = passage or ("", language)
    return Hit(
        kind=entry.kind,
        record_id=entry.record_id,
        title=entry.title,
        url=f"/{language}/{entry.address}",
        passage=_excerpt(text),
        language=its_language,
        score=round(score, 4),
        reasons=why,
    )


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _texts(keys: Sequence[int]) -> dict[int, str]:
    """Everything that the entries say, in all their languages."""
    said: dict[int, str] = {}
    for entry, title, body in SearchText.objects.filter(entry__in=keys).values_list(
        "entry_id", "title", "body"
    ):
        said[entry] = f"{said.get(entry, title)} {body}"
    return said


def _closest_passages(found: Mapping[int, Found], understood: Understood) -> dict[int, tuple[str, str]]:
    """The passage that fits best, with its language: one in the reader's where the entry has any.
    Where meaning found none, the first one."""
    wanted = understood.question.language
    closest = {one.meaning.passage: key for key, one in found.items() if one.meaning}
    rows = SearchPassage.objects.filter(pk__in=closest).values_list("pk", "body", "text__language")
    shown = {closest[pk]: (body, language) for pk, body, language in rows}
    foreign = [key for key, (_body, language) in shown.items() if language != wanted]
    missing = [key for key in found if key not in shown]
    return shown | _passages_in(wanted, foreign, understood) | _first_passages(missing, wanted)


def _passages_in(language: str, keys: Sequence[int], understood: Understood) -> dict[int, tuple[str, str]]:
    """The closest passage in ``language`` of each entry that has one; a part rather than the whole."""
    vector = understood.vector
    if not keys or vector is None:
        return {}
    passages = SearchPassage.objects.filter(text__entry__in=keys, text__language=language)
    rows = passages.exclude(vector=None).values_list("text__entry_id", "position", "body", "vector")
    ordered = sorted(rows, key=lambda row: (row[1] > 0, float(np.dot(np.asarray(row[3]), vector)), row[1]))
    return {entry: (body, language) for entry, _position, body, _vector in ordered}


def _first_passages(keys: Sequence[int], language: str) -> dict[int, tuple[str, str]]:
    """The beginning of each entry's text, in ``language`` if there is one, else in English."""
    if not keys:
        return {}
    preference = {language: 0, "en": 1}
    rows = SearchText.objects.filter(entry__in=keys).values_list("entry_id", "language", "body")
    ordered = sorted(rows, key=lambda row: (preference.get(row[1], 2), row[1]), reverse=True)
    return {entry: (body, its_language) for entry, its_language, body in ordered}


def _chosen(question: Question) -> list[str]:
    return [name for name, codes in question.facets.items() if codes and name in registry.facets]


def _counts(entries: QuerySet[SearchEntry]) -> dict[str, int]:
    return _counts_of(list(entries.order_by().values_list("id", flat=True)))


def _counts_of(keys: Sequence[int]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select f, count(*) from kernel_searchentry, unnest(facets) f where id = any(%s) group by f",
            [list(keys)],
        )
        return dict(cursor.fetchall())


def _facets(
    question: Question, others: Mapping[str, Mapping[str, int]], counts: Mapping[str, int]
) -> tuple[Facet, ...]:
    return tuple(_facet(name, question, others.get(name, counts)) for name in registry.facets)


def _facet(name: str, question: Question, counts: Mapping[str, int]) -> Facet:
    """Chosen values stay in sight even where nothing is left of them."""
    kind = registry.facets[name]
    chosen = set(question.facets.get(name, ()))
    of_this = {key.partition(":")[2]: count for key, count in counts.items() if key.startswith(f"{name}:")}
    codes = of_this | {code: 0 for code in chosen if code not in of_this}
    labels = kind.label(list(codes), question.language)
    values = [
        FacetValue(code, labels.get(code, code), count, code in chosen)
        for code, count in codes.items()
        if code in labels
    ]
    values.sort(key=lambda value: (not value.chosen, -value.count, value.label))
    return Facet(name, kind.title(), tuple(values))
