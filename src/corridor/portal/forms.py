"""What people ask for in an address, as clean values. Nonsense is dropped, not answered with an error:
a link that somebody shortened still leads to a page."""

from __future__ import annotations

from django.http import QueryDict

from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.search.shapes import PAGE_SIZE, Question

from .geography import HEIGHT, WIDTH
from .map import ZOOMS, Window

FACETS = ("country", "region", "kind", "technology", "sector", "category")
LONGEST_TEXT = 300
LONGEST_CODE = 120
MOST_VALUES = 40
LAST_PAGE = 5000


def question_from(params: QueryDict, language: str, *, size: int = PAGE_SIZE) -> Question:
    return Question(
        text=clean_text(params.get("q", ""))[:LONGEST_TEXT],
        language=language,
        kinds=("hub",),
        facets=_chosen(params),
        page=whole_number(params.get("page"), 1, 1, LAST_PAGE),
        size=size,
    )


def _chosen(params: QueryDict) -> dict[str, tuple[str, ...]]:
    chosen = {name: _codes(params.getlist(name)) for name in FACETS}
    return {name: codes for name, codes in chosen.items() if codes}


def _codes(values: list[str]) -> tuple[str, ...]:
    clean = (clean_text(value) for value in values[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in clean if 0 < len(value) <= LONGEST_CODE))


def whole_number(raw: str | None, default: int, least: int, most: int) -> int:
    """``raw`` as a number within bounds; ``default`` where it is none."""
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > len(str(most)):
        return default
    return max(least, min(most, int(raw)))


def window_from(params: QueryDict) -> Window:
    """The part of the map that an address asks for: ``zoom=4&at=510,400``, in map units."""
    zoom = whole_number(params.get("zoom"), 1, 1, ZOOMS[-1])
    x, _comma, y = params.get("at", "").partition(",")
    middle = whole_number(x, int(WIDTH / 2), 0, int(WIDTH)), whole_number(y, int(HEIGHT / 2), 0, int(HEIGHT))
    return Window(max(step for step in ZOOMS if step <= zoom), *middle)
