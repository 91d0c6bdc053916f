"""The suggestions for one person, once for their page and mail and as the evidence that a request keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from corridor.bilaterals.models import Profile
from corridor.engines.matching import Signal
from corridor.engines.matching.people import Fit, Point, Suggestion, suggest
from corridor.vocab.nearness import vocabulary

from .problem import Everybody
from .wording import drawbacks_in_words, reasons_in_words

SHOWN: Final = 10
DIGITS: Final = 4


@dataclass(frozen=True)
class Suggested:
    """Somebody with what speaks for and against a meeting, in the active language."""

    profile: Profile
    reasons: list[str]
    drawbacks: list[str]
    kept: Mapping[str, Any]


def suggested_to(profile: Profile, everybody: Everybody | None = None, most: int = SHOWN) -> list[Suggested]:
    """The best first. ``everybody`` where many are suggested to at once."""
    of_event = everybody or Everybody(profile.bilaterals)
    if profile.pk not in of_event.profiles:
        return []
    found = suggest(of_event.reader(profile), of_event.others(profile), vocabulary=vocabulary(), limit=most)
    return [_told(one, place, of_event) for place, one in enumerate(found, start=1)]


def _told(one: Suggestion, place: int, of_event: Everybody) -> Suggested:
    kept = _kept(one, place)
    titles = {pk: entry.title for pk, entry in of_event.entries.items()}
    return Suggested(
        of_event.profiles[int(one.id)],
        reasons_in_words(kept, titles),
        drawbacks_in_words(kept),
        kept,
    )


def because(profile: Profile, other: Profile) -> dict[str, Any]:
    """Why the two should meet: codes and numbers, no words; empty where the engine does not suggest it."""
    of_event = Everybody(profile.bilaterals)
    if profile.pk not in of_event.profiles:
        return {}
    found = suggest(of_event.reader(profile), of_event.others(profile), vocabulary=vocabulary(), limit=None)
    places = ((place, one) for place, one in enumerate(found, start=1) if one.id == str(other.pk))
    return next((_kept(one, place) for place, one in places), {})


def _kept(one: Suggestion, place: int) -> dict[str, Any]:
    return {
        "score": round(one.score, DIGITS),
        "place": place,
        "reasons": [_point(point) for point in one.reasons],
        "drawbacks": [_point(point) for point in one.drawbacks],
    }


def _point(point: Point) -> dict[str, Any]:
    said: dict[str, Any] = {
        "aspect": point.aspect.value,
        "contribution": round(point.contribution, DIGITS),
        "codes": list(point.codes),
    }
    return said | (_fit(point.fit) if point.fit else {})


def _fit(fit: Fit) -> dict[str, Any]:
    by_signal = {reason.signal: reason.facts for reason in fit.reasons}
    topics = {
        signal.value: list(facts.codes) + [by for _asked, by in facts.pairs]
        for signal, facts in by_signal.items()
        if signal in (Signal.CONCEPTS, Signal.TECHNOLOGIES, Signal.SECTORS)
    }
    return {"need": int(fit.need), "offer": int(fit.offer), "topics": topics}
