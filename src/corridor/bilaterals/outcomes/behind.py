"""The records behind a number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from corridor.bilaterals.enums import OutcomeAt, OutcomeKind
from corridor.bilaterals.models import Ask
from corridor.kernel.errors import NotFound

from .figures import Figures, listed
from .records import Record

ASKS: Final[Mapping[str, Callable[[Figures], Sequence[Ask]]]] = {
    "requested": lambda figures: figures.asks,
    "accepted": lambda figures: figures.accepted,
}
MEETINGS: Final[Mapping[str, Callable[[Figures], Sequence[Record]]]] = {
    "held": lambda figures: figures.held,
    "per-person": lambda figures: figures.held,
    "cross-border": lambda figures: figures.cross_border,
    "new-contacts": lambda figures: figures.new_contacts,
    "no-shows": lambda figures: figures.no_shows,
}


def behind(figures: Figures, name: str) -> dict[str, Any]:
    """Title and ``asks``, ``records`` or ``people`` of a number, or ``NotFound``."""
    titles = {one.name: one.title for one in listed(figures) if one.name}
    if name in ASKS:
        return {"title": titles[name], "asks": ASKS[name](figures)}
    if name in MEETINGS:
        return {"title": titles[name], "records": MEETINGS[name](figures)}
    if name == "people":
        return {"title": titles[name], "everybody": True}
    return _of_outcome(figures, name)


def _of_outcome(figures: Figures, name: str) -> dict[str, Any]:
    moment, _underscore, kind = name.partition("_")
    if moment not in OutcomeAt.values or kind not in OutcomeKind.values:
        raise NotFound
    at, what = OutcomeAt(moment), OutcomeKind(kind)
    title = _("%(kind)s, %(moment)s") % {"kind": what.label, "moment": at.label}
    return {"title": title, "records": figures.with_outcome(at, what)}
