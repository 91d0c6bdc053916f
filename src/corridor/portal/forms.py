"""The part of the map that people ask for in an address. Nonsense is dropped, not answered with an error."""

from __future__ import annotations

from django.http import QueryDict

from corridor.kernel.search.asking import whole_number
from corridor.vocab.geography import HEIGHT, WIDTH

from .map import ZOOMS, Window


def window_from(params: QueryDict) -> Window:
    """The part of the map that an address asks for: ``zoom=4&at=510,400``, in map units."""
    zoom = whole_number(params.get("zoom"), 1, 1, ZOOMS[-1])
    x, _comma, y = params.get("at", "").partition(",")
    middle = whole_number(x, int(WIDTH / 2), 0, int(WIDTH)), whole_number(y, int(HEIGHT / 2), 0, int(HEIGHT))
    return Window(max(step for step in ZOOMS if step <= zoom), *middle)
