"""What the desk's page shows: services, hubs and what is left out, each with its reasons in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from corridor.catalogue.models import Service
from corridor.engines.matching import TOPIC, Excluded, How, HubMatch, Improvement, Match, Reason
from corridor.engines.matching.ordering import DRAWBACK
from corridor.kernel.audience import Viewer
from corridor.members.models import Hub
from corridor.referrals.enums import HOLDING
from corridor.referrals.models import Need, Referral

from . import naming
from .ranking import SHOWN, Ranked, ranked
from .wording import RULES, change_in_words, drawback_in_words, reason_in_words, rule_in_words

T = TypeVar("T")
Scored = TypeVar("Scored", Match, HubMatch)
NOT_KNOWN: Final = (How.UNKNOWN, How.FULL, How.NEW)
MOST_HELP: Final = 3
OPENED: Final = 3  # the reasons of the others are folded


@dataclass(frozen=True)
class Line:
    """A sentence, and the points of 100 that it stands for."""

    sentence: str
    points: int | None = None


@dataclass(frozen=True)
class Card:
    """A service or, without one, a hub. ``referral`` is what its hub has of this need already, ``by_score``
    the place that the score alone would give, where fair share gave another. The home hub's own have no
    place."""

    place: int
    points: int
    hub: Hub
    service: Service | None = None
    by_score: int | None = None
    is_home: bool = False
    referral: Referral | None = None
    speaks_for: Sequence[Line] = ()
    speaks_against: Sequence[Line] = ()
    not_known: Sequence[Line] = ()
    would_help: Sequence[Line] = ()
    best: Sequence[Service] = ()

    @property
    def is_first(self) -> bool:
        return 0 < self.place <= OPENED

    @property
    def may_be_referred(self) -> bool:
        return not self.is_home and (self.referral is None or self.referral.state not in HOLDING)


@dataclass(frozen=True)
class LeftOut:
    service: Service
    why: Sequence[str]
    would_help: Sequence[str]
    is_home: bool


@dataclass(frozen=True)
class Board:
    """``fitting`` and ``left_out_of`` count all, ``rules`` how many services break each. ``own_services`` and
    ``own_hubs`` are the home hub's, to which nobody refers."""

    services: Sequence[Card] = ()
    own_services: Sequence[Card] = ()
    hubs: Sequence[Card] = ()
    own_hubs: Sequence[Card] = ()
    left_out: Sequence[LeftOut] = ()
    fitting: int = 0
    hubs_fitting: int = 0
    left_out_of: int = 0
    rules: Sequence[tuple[str, int]] = ()
    by_meaning: bool = True
    nearly: Sequence[LeftOut] = field(default=())

    @property
    def left_out_more(self) -> int:
        return self.left_out_of - len(self.left_out)


def board_of(need: Need, viewer: Viewer) -> Board:
    found = ranked(need, viewer)
    naming.learn_places(code for offer in found.problem.offers for code in offer.places)
    making = _Making(need, found)
    left_out = [making.left_out(one) for one in found.excluded[:SHOWN]]
    services, hubs = _with_points(found.matches), _with_points(found.hubs)
    others, own = _parted([making.service(place, one) for place, one in _first(services)])
    other_hubs, own_hubs = _parted([making.hub(place, one) for place, one in _first(hubs)])
    return Board(
        services=others,
        own_services=own,
        hubs=other_hubs,
        own_hubs=own_hubs,
        left_out=left_out,
        fitting=len(services),
        hubs_fitting=len(hubs),
        left_out_of=len(found.excluded),
        rules=_counted(found.excluded),
        by_meaning=found.problem.by_meaning,
        nearly=[one for one in left_out if one.would_help][:MOST_HELP],
    )


def _first(found: Sequence[T]) -> Iterable[tuple[int, T]]:
    return enumerate(found[:SHOWN], start=1)


def _with_points(found: Sequence[Scored]) -> list[Scored]:
    return [one for one in found if _points(one.score)]


def _parted(cards: Sequence[Card]) -> tuple[list[Card], list[Card]]:
    """The others, with their places among themselves, and those of the home hub."""
    own = [card for card in cards if card.is_home]
    others = [_among_others(card, own) for card in cards if not card.is_home]
    return others, [replace(card, place=0, by_score=None) for card in own]


def _among_others(card: Card, own: Sequence[Card]) -> Card:
    by_score = card.by_score or card.place
    place = card.place - sum(one.place < card.place for one in own)
    by_score -= sum((one.by_score or one.place) < by_score for one in own)
    return replace(card, place=place, by_score=None if by_score == place else by_score)


def _counted(excluded: Iterable[Excluded]) -> list[tuple[str, int]]:
    """The commonest rule first."""
    counts = Counter(rule for one in excluded for rule in one.rules)
    return [
        (str(RULES[rule]), count) for rule, count in sorted(counts.items(), key=lambda it: (-it[1], it[0]))
    ]


def referrals_by_hub(need: Need) -> Mapping[int, Referral]:
    """The one that is open or was successful, else the latest."""
    by_hub: dict[int, Referral] = {}
    for one in Referral.objects.filter(need=need).order_by("sent_at", "pk"):
        if one.hub_id not in by_hub or by_hub[one.hub_id].state not in HOLDING:
            by_hub[one.hub_id] = one
    return by_hub


class _Making:
    def __init__(self, need: Need, found: Ranked) -> None:
        self.need, self.found = need, found
        self.referrals = referrals_by_hub(need)

    def _service_of(self, match: Match | Excluded) -> Service:
        return self.found.problem.services[match.offer.id]

    def service(self, place: int, match: Match) -> Card:
        service = self._service_of(match)
        return Card(
            place=place,
            points=_points(match.score),
            hub=service.hub,
            service=service,
            by_score=None if match.by_score == place else match.by_score,
            is_home=service.hub_id == self.need.hub_id,
            referral=self.referrals.get(service.hub_id),
            speaks_for=[_line(reason) for reason in match.reasons if _speaks_for(reason)],
            speaks_against=[Line(drawback_in_words(one, self.found.problem.need)) for one in match.drawbacks],
            not_known=[_line(one) for one in match.reasons if one.facts.how in NOT_KNOWN],
            would_help=[Line(change_in_words(one), max(1, _points(one.gain))) for one in match.improvements],
        )

    def hub(self, place: int, found: HubMatch) -> Card:
        """With what speaks for its best service."""
        best = found.best[0]
        hub = self._service_of(best).hub
        return Card(
            place=place,
            points=_points(found.score),
            hub=hub,
            by_score=None if found.by_score == place else found.by_score,
            is_home=hub.pk == self.need.hub_id,
            referral=self.referrals.get(hub.pk),
            speaks_for=[_line(reason) for reason in best.reasons if _speaks_for(reason)],
            best=[self._service_of(match) for match in found.best],
        )

    def left_out(self, one: Excluded) -> LeftOut:
        service = self._service_of(one)
        return LeftOut(
            service,
            [rule_in_words(broken) for broken in one.broken],
            _changes(one.improvements),
            service.hub_id == self.need.hub_id,
        )


def _changes(improvements: Iterable[Improvement]) -> list[str]:
    return [change_in_words(one) for one in improvements]


def _speaks_for(reason: Reason) -> bool:
    """Half a topic is better than none; half a language is none, and so is what adds no point."""
    met = reason.signal in TOPIC or reason.value >= DRAWBACK
    return met and reason.facts.how not in NOT_KNOWN and _points(reason.contribution) > 0


def _line(reason: Reason) -> Line:
    return Line(reason_in_words(reason), _points(reason.contribution))


def _points(share: float) -> int:
    return round(100 * share)
