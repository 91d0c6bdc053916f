"""Ranks services and hubs for a need, and says why, what is in the way, and what would help.

Problem. A company, a public body or a hub says what it needs: in plain words, and in the facts that
it confirmed. Hubs offer services with facts of their own, some of them unknown. Which of them should
an advisor name first, which must not be named, and what would make an answer better?

Objective. First the conditions that no advantage can outweigh (``conditions``): an offer that breaks
one is excluded with the rule and the facts by which a person can check it. Then the score, a sum of
signals from 0 to 1 (``signals``), each times its share of the weights of all signals that the need
asks for. What the need is about comes first (``TOPIC``: meaning, words, concepts, technologies);
language, place, dates, price and the rest count only as far as the offer has to do with the need at
all, since a cheap and quick answer to another question is none. A fact that is not known counts half.
Last, fair share: among the best that are left and those at most ``Weights.equal`` behind it, the one
whose hub was sent fewer needs lately comes first.

Guarantees, each with a test. The contributions add up to the score, which lies between 0 and 1. A
further concept that was asked for never lowers an offer, since how rare a concept is counts over the
other offers. A signal of weight 0 changes nothing, and weights times a constant change nothing. No
offer stands above another that is better by more than ``Weights.equal``. The order is total and does
not depend on the order of the input. Each improvement, when ``applied``, raises the score by what it
says or lifts the rule that it names. O(n log n) in the offers.

A hub is represented by its best three services, the first weighing most (``hubs``): a mean over all
it offers would punish hubs that offer much besides.

Literature. Robertson and Zaragoza 2009 and Spärck Jones 1972 (rarity); Bruch, Gai and Ingber 2023
(sums of scores against fusion of ranks); Macdonald and Ounis 2006 (organisations by their best items);
Wachter, Mittelstadt and Russell 2018 (counterfactual explanations); Biega, Gummadi and Weikum 2018
(attention shared among equals); Gelman et al. 2013 (means with a prior). Rules of aid: Regulations
(EU) 2023/2831 and 651/2014.
"""

from .conditions import usually_hard
from .hubs import HubMatch, hubs
from .improving import applied
from .ordering import order, rank
from .shapes import (
    MARKABLE,
    TOPIC,
    Broken,
    Change,
    Delivery,
    Excluded,
    Facts,
    How,
    Improvement,
    Match,
    Need,
    Offer,
    Ranking,
    Reason,
    Rule,
    Signal,
    Vocabulary,
    Weights,
)

__all__ = [
    "MARKABLE",
    "TOPIC",
    "Broken",
    "Change",
    "Delivery",
    "Excluded",
    "Facts",
    "How",
    "HubMatch",
    "Improvement",
    "Match",
    "Need",
    "Offer",
    "Ranking",
    "Reason",
    "Rule",
    "Signal",
    "Vocabulary",
    "Weights",
    "applied",
    "hubs",
    "order",
    "rank",
    "usually_hard",
]
