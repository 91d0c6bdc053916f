"""What the engine says of two people, in sentences of the reader's language that a person can check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.engines.matching import Signal
from corridor.engines.matching.people import Aspect
from corridor.vocab import naming

Said = Mapping[str, Any]  # a point of ``ranking``
Titles = Mapping[int, str]  # of entries by their ids

NAMES: Final[Mapping[str, Callable[[str], str]]] = {
    Signal.CONCEPTS: naming.concept,
    Signal.TECHNOLOGIES: naming.technology,
    Signal.SECTORS: naming.sector,
}
OTHER_SIDE: Final[Mapping[str, str]] = {
    Aspect.OFFERS: Aspect.LOOKS_FOR,
    Aspect.LOOKS_FOR: Aspect.OFFERS,
}


def reasons_in_words(kept: Said, titles: Titles, *, for_other: bool = False) -> list[str]:
    """``for_other``: to the one who was suggested. What rests on an entry that is gone is left out."""
    return _told(kept.get("reasons", ()), _REASONS, titles, for_other=for_other)


def drawbacks_in_words(kept: Said) -> list[str]:
    return _told(kept.get("drawbacks", ()), _DRAWBACKS, {}, for_other=False)


def _told(
    points: Iterable[Said],
    words: Mapping[str, Callable[[Said, Titles], str]],
    titles: Titles,
    *,
    for_other: bool,
) -> list[str]:
    told = []
    for point in points:
        aspect = point["aspect"]
        aspect = OTHER_SIDE.get(aspect, aspect) if for_other else aspect
        codes = list(reversed(point["codes"])) if for_other and aspect == Aspect.BORDER else point["codes"]
        said = words[aspect](dict(point) | {"codes": codes}, titles) if aspect in words else ""
        told.append(said)
    return [said for said in told if said]


def _offers(point: Said, titles: Titles) -> str:
    names = _entries(point, titles)
    if not names:
        return ""
    return _with_topics(_("They offer “%(offer)s”, you look for “%(need)s”.") % names, point)


def _looks_for(point: Said, titles: Titles) -> str:
    names = _entries(point, titles)
    if not names:
        return ""
    return _with_topics(_("They look for “%(need)s”, you offer “%(offer)s”.") % names, point)


def _entries(point: Said, titles: Titles) -> dict[str, str]:
    offer, need = titles.get(point["offer"]), titles.get(point["need"])
    return {"offer": offer, "need": need} if offer and need else {}


def _with_topics(said: str, point: Said) -> str:
    names = [NAMES[signal](code) for signal, codes in point["topics"].items() for code in codes]
    if not names:
        return said
    return f"{said} " + _("Both are about %(topics)s.") % {"topics": naming.listed(names)}


def _language(point: Said, _titles: Titles) -> str:
    languages = naming.listed(map(naming.language, point["codes"]))
    return _("You both speak %(languages)s.") % {"languages": languages}


def _border(point: Said, _titles: Titles) -> str:
    here, there = map(naming.place, point["codes"])
    return _("You come from different countries: %(here)s and %(there)s.") % {"here": here, "there": there}


def _contact(_point: Said, _titles: Titles) -> str:
    return _("You are new to each other: other hubs, and no earlier request or meeting here.")


def _known(point: Said, _titles: Titles) -> str:
    if point["codes"]:
        return _("You come for the same hub.")
    return _("You have asked or met each other at an earlier event.")


def _requests(point: Said, _titles: Titles) -> str:
    count = int(point["codes"][0])
    said = ngettext(
        "%(count)s request waits for their answer already.",
        "%(count)s requests wait for their answer already.",
        count,
    )
    return said % {"count": count}


_REASONS: Final[Mapping[str, Callable[[Said, Titles], str]]] = {
    Aspect.OFFERS: _offers,
    Aspect.LOOKS_FOR: _looks_for,
    Aspect.LANGUAGE: _language,
    Aspect.BORDER: _border,
    Aspect.CONTACT: _contact,
}
_DRAWBACKS: Final[Mapping[str, Callable[[Said, Titles], str]]] = {
    Aspect.OFFERS: lambda _point, _titles: _("Nothing that one of you wrote answers the other."),
    Aspect.LANGUAGE: lambda _point, _titles: _("You have no language in common."),
    Aspect.BORDER: lambda _point, _titles: _("You come from the same country."),
    Aspect.CONTACT: _known,
    Aspect.REQUESTS: _requests,
}
