"""Everything that the engine can say has words."""

from __future__ import annotations

import pytest

from corridor.engines.matching import Change, Facts, How, Improvement, Need, Reason, Rule, Signal
from corridor.engines.matching.shapes import Broken
from corridor.referrals.desk.wording import (
    LABELS,
    RULES,
    change_in_words,
    drawback_in_words,
    reason_in_words,
    rule_in_words,
)

pytestmark = pytest.mark.django_db  # regions have names in the database

FACTS = [
    Facts(),
    Facts(codes=("en",), days=0, euros=0.0),
    Facts(codes=("no", "NO091"), pairs=(("5g", "lorawan"),), days=12, euros=900.0, over=3.0),
]


def said(reason: Reason) -> str:
    text = reason_in_words(reason)
    assert text[0].isupper()
    assert text.endswith(".")
    assert "%" not in text.replace(" %", "").replace("% of", "")  # nothing was left to be filled in
    return text


@pytest.mark.parametrize("signal", Signal)
def test_every_signal_has_words_for_all_it_rests_on(signal):
    label, meaning = LABELS[signal]
    assert str(label)
    assert str(meaning).endswith(".")
    for how in (None, *How):
        for facts in FACTS:
            for value in (0.0, 0.5, 1.0):
                said(Reason(signal, value, value / 10, Facts(**{**vars(facts), "how": how})))


@pytest.mark.parametrize("how", How)
def test_every_how_is_told(how):
    """Somewhere the sentence is another than without it."""
    of = {
        How.UNKNOWN: Signal.LANGUAGE,
        How.FOR_ALL: Signal.SECTORS,
        How.LIST_PRICE: Signal.PRICE,
        How.FULL: Signal.DATES,
        How.NEW: Signal.RECORD,
    }
    facts = {"codes": ("en",), "days": 3, "euros": 100.0, "over": 2.0}
    signal = of.get(how, Signal.PLACE)
    assert (
        said(Reason(signal, 1.0, 0.1, Facts(**facts, how=how)))
        != said(Reason(signal, 1.0, 0.1, Facts(**facts)))
        or how is How.UNKNOWN
    )


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_says_what_it_rests_on(rule):
    assert str(RULES[rule])
    facts = Facts(codes=("sme",), days=40, euros=9000.0, over=4.0)
    text = rule_in_words(Broken(rule, facts))
    assert text.endswith(".")
    assert rule is Rule.WITHDRAWN or any(part in text for part in ("sme", "small", "40", "€", "EUR"))


@pytest.mark.parametrize("change", Change)
def test_every_change_has_words(change):
    one = Improvement(change, 0.1, code="fr", days=14, euros=500.0)
    assert change_in_words(one).endswith(".")
    texts = {change_in_words(Improvement(other, 0.1, code="fr", days=14, euros=500.0)) for other in Change}
    assert len(texts) == len(Change)


def test_sentences_name_things_as_people_do():
    near = Facts(codes=("5g",), pairs=(("lpwan", "lorawan"),))
    assert reason_in_words(Reason(Signal.CONCEPTS, 0.9, 0.2, near)) == (
        "Both are about 5G mobile network. It is about LoRaWAN, which is near to low-power wide-area network."
    )
    asked = Need(concepts={"private-5g-network": 1.0, "lorawan": 1.0})
    half = Reason(Signal.CONCEPTS, 0.4, 0.1, Facts(codes=("private-5g-network",)))
    assert drawback_in_words(half, asked) == "It does not say that it is about LoRaWAN."
    places = Facts(codes=("FR", "NO0A"), how=How.NOT_SERVED)
    assert reason_in_words(Reason(Signal.PLACE, 0.3, 0.1, places)) == (
        "Its hub gives it elsewhere: France, Vestlandet (NO0A)."
    )
    late = Facts(days=40, over=10)
    assert rule_in_words(Broken(Rule.DATE, late)) == "It can begin in 40 days, 10 days too late."
    assert reason_in_words(Reason(Signal.PRICE, 1.0, 0.1, Facts(euros=0.0))) == (
        "Price: free of charge, within the budget."
    )
    assert change_in_words(Improvement(Change.BUDGET, 0.0, euros=500)) == "The budget is €500 higher."
