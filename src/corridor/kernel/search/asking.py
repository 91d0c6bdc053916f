"""What people ask for in an address, as clean values. Nonsense is dropped, not answered with an error:
a link that somebody shortened still leads to a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.http import urlencode

from corridor.kernel.i18n.fields import clean_text

from .registry import registry
from .shapes import PAGE_SIZE, Question

LONGEST_TEXT = 300
LONGEST_CODE = 120
MOST_VALUES = 40
LAST_PAGE = 5000


def question_from(
    params: QueryDict, language: str, kinds: tuple[str, ...], *, size: int = PAGE_SIZE
) -> Question:
    """``q``, ``page``, and the facets that records of these kinds have."""
    return Question(
        text=clean_text(params.get("q", ""))[:LONGEST_TEXT],
        language=language,
        kinds=kinds,
        facets=_chosen(params, facet_names(kinds)),
        page=whole_number(params.get("page"), 1, 1, LAST_PAGE),
        size=size,
    )


def query_of(question: Question, *, text: str | None = None) -> str:
    """The query string that asks this again (or the same of another ``text``), without its page; the same
    for the same question."""
    asked = question.text if text is None else text
    chosen = sorted((name, sorted(codes)) for name, codes in question.facets.items())
    return urlencode([*([("q", asked)] if asked else ()), *chosen], doseq=True)


def facet_names(kinds: Sequence[str]) -> list[str]:
    return [kind.name for kind in registry.in_order() if kind.is_for(kinds)]


def _chosen(params: QueryDict, names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    chosen = {name: _codes(params.getlist(name)) for name in names}
    return {name: codes for name, codes in chosen.items() if codes}


def _codes(values: list[str]) -> tuple[str, ...]:
    clean = (clean_text(value) for value in values[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in clean if 0 < len(value) <= LONGEST_CODE))


def whole_number(raw: str | None, default: int, least: int, most: int) -> int:
    """``raw`` as a number within bounds; ``default`` where it is none."""
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > len(str(most)):
        return default
    return max(least, min(most, int(raw)))
