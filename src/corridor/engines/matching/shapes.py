"""What goes in and what comes out: frozen, plain, and without a word of any language."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum

Near = Mapping[str, Mapping[str, float]]  # asked -> offered -> how much of what was asked it answers


class Delivery(StrEnum):
    ON_SITE = "on-site"
    REMOTE = "remote"
    BOTH = "both"


class Signal(StrEnum):
    MEANING = "meaning"
    WORDS = "words"
    CONCEPTS = "concepts"
    TECHNOLOGIES = "technologies"
    SECTORS = "sectors"
    CATEGORY = "category"
    LANGUAGE = "language"
    PLACE = "place"
    DELIVERY = "delivery"
    DATES = "dates"
    PRICE = "price"
    MATURITY = "maturity"
    FRESHNESS = "freshness"
    RECORD = "record"


TOPIC = frozenset({Signal.MEANING, Signal.WORDS, Signal.CONCEPTS, Signal.TECHNOLOGIES})


class Rule(StrEnum):
    """Why an offer is excluded."""

    CUSTOMER = "customer"  # not for this kind of customer
    AID = "aid"  # the only price named rests on aid that this customer cannot have
    WITHDRAWN = "withdrawn"
    PLACE = "place"  # only on site, and not there; where marked: not for there, even remotely
    LANGUAGE = "language"
    DELIVERY = "delivery"
    DATE = "date"
    BUDGET = "budget"


MARKABLE = frozenset({Rule.PLACE, Rule.LANGUAGE, Rule.DELIVERY, Rule.DATE, Rule.BUDGET})


class How(StrEnum):
    """How a fact came about, where a number or a code does not say it."""

    UNKNOWN = "unknown"
    SAME_REGION = "same region"
    SAME_COUNTRY = "same country"
    NEIGHBOUR = "neighbour"
    ELSEWHERE = "elsewhere"
    GIVEN_THERE = "given there"
    REMOTE = "remote"
    NOT_SERVED = "not served"
    FOR_ALL = "for all"
    LIST_PRICE = "list price"
    FULL = "full"
    NEW = "new"


@dataclass(frozen=True)
class Need:
    """What is known about a need; what is empty was not said.

    ``region`` is a NUTS code. ``languages`` in order of preference. ``concepts`` with the strength
    with which each is asked for, 0 to 1. ``start_within`` in days, ``budget`` in euros, ``trl`` the
    readiness of what the customer has. ``hard`` are the conditions that the person will not bend.
    ``meaning`` is the closeness of each offer by its id (a cosine less the mean of all, as search has
    it), ``words`` the share of the need's words that it holds, by rarity.
    """

    customer: str = ""
    country: str = ""
    region: str = ""
    languages: tuple[str, ...] = ()
    category: str = ""
    technologies: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    concepts: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    start_within: int | None = None
    delivery: Delivery | None = None
    trl: int | None = None
    hard: frozenset[Rule] = frozenset()
    meaning: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.hard - MARKABLE:
            raise ValueError("only place, language, delivery, date and budget can be marked")


@dataclass(frozen=True)
class Offer:
    """A service as the catalogue has it; ``None`` and an empty delivery are unknown.

    Empty ``sectors``, ``customers`` and ``places`` are all of them; ``places`` are countries or NUTS
    codes. ``concepts`` with the strength with which it is about each. ``price`` is after subsidy,
    ``aid`` the basis of that subsidy. ``capacity`` is what is left. ``received`` counts the needs
    that its hub was sent lately.
    """

    id: str
    hub: str = ""
    country: str = ""
    region: str = ""
    category: str = ""
    technologies: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    concepts: Mapping[str, float] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    delivery: Delivery | None = None
    places: frozenset[str] = frozenset()
    customers: frozenset[str] = frozenset()
    price: float | None = None
    list_price: float | None = None
    aid: str = "none"
    capacity: int | None = None
    lead_days: int | None = None
    free_in_days: int | None = None
    trl: tuple[int, int] | None = None
    confirmed_days_ago: int | None = None
    delivered: int = 0
    rating: float | None = None
    received: int = 0
    withdrawn: bool = False


@dataclass(frozen=True)
class Weights:
    """How much each signal counts, in relation to the others. ``equal`` is the difference of scores
    within which two offers are equally good."""

    meaning: float = 0.5
    words: float = 0.2
    concepts: float = 0.5
    technologies: float = 0.2
    sectors: float = 0.3
    category: float = 0.3
    language: float = 0.4
    place: float = 0.4
    delivery: float = 0.2
    dates: float = 0.2
    price: float = 0.3
    maturity: float = 0.1
    freshness: float = 0.1
    record: float = 0.1
    equal: float = 0.02

    def __post_init__(self) -> None:
        values = [getattr(self, one.name) for one in fields(self)]
        if not all(math.isfinite(value) and value >= 0 for value in values):
            raise ValueError("weights are finite and not negative")

    def of(self, signal: Signal) -> float:
        weight: float = getattr(self, signal)
        return weight


@dataclass(frozen=True)
class Vocabulary:
    """What answers what, besides itself: a narrower concept, a broader one, a sector that is tagged
    for the same thing. Shares from 0 to 1."""

    concepts: Near = field(default_factory=dict)
    technologies: Near = field(default_factory=dict)
    sectors: Near = field(default_factory=dict)


@dataclass(frozen=True)
class Facts:
    """What a reason rests on; which fields are filled in depends on the signal or the rule.

    ``codes`` are what both have in common (languages, technologies...), ``pairs`` what was asked and
    the other thing that answers it. ``days`` and ``euros`` are the offer's; ``over`` by how much they
    are more than was asked.
    """

    codes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    days: int | None = None
    euros: float | None = None
    over: float = 0.0
    how: How | None = None


@dataclass(frozen=True)
class Observed:
    """A signal of one offer, from 0 to 1."""

    value: float
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True)
class Reason:
    """``contribution`` is what the signal adds to the score."""

    signal: Signal
    value: float
    contribution: float
    facts: Facts


@dataclass(frozen=True)
class Broken:
    rule: Rule
    facts: Facts = field(default_factory=Facts)


class Change(StrEnum):
    """What would make an offer a better answer. Only a budget and a date are the need's to change."""

    REMOTE = "remote"
    ON_SITE = "on-site"
    LANGUAGE = "language"
    PLACE = "place"
    CONCEPT = "concept"
    CONFIRMED = "confirmed"
    PRICE = "price"  # a price named, and within the budget
    START = "start"  # a start named, and in time
    BUDGET = "budget"
    LATER = "later"


@dataclass(frozen=True)
class Improvement:
    """``gain`` is what ``change`` adds to the score. For an excluded offer it is 0, and the change
    lifts the rule ``lifts``. ``code`` is the language, place or concept; ``days`` and ``euros`` are
    how much later or more, or what a start or price that is not known would have to be."""

    change: Change
    gain: float = 0.0
    lifts: Rule | None = None
    code: str = ""
    days: int = 0
    euros: float = 0.0


@dataclass(frozen=True)
class Match:
    """``by_score`` is the place, from 1, that the score alone would give. ``reasons`` have the
    strongest first, ``drawbacks`` are what was asked for and is missing, the heaviest first."""

    offer: Offer
    score: float
    by_score: int
    contributions: Mapping[Signal, float]
    reasons: tuple[Reason, ...]
    drawbacks: tuple[Reason, ...]
    improvements: tuple[Improvement, ...] = ()


@dataclass(frozen=True)
class Excluded:
    """``score`` is what it would have had. Applied together, ``improvements`` would admit it; there
    are none where nothing would."""

    offer: Offer
    score: float
    broken: tuple[Broken, ...]
    improvements: tuple[Improvement, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(one.rule for one in self.broken)


@dataclass(frozen=True)
class Ranking:
    """``matches`` best first, at most as many as were asked for, of ``admitted``; ``excluded`` all,
    those first that would have been the best."""

    matches: Sequence[Match]
    excluded: Sequence[Excluded]
    admitted: int
