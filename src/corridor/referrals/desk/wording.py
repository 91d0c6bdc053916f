"""What the engine says, in sentences of the reader's language: reasons, rules, and what would help.

One sentence each. ``tests/referrals/test_desk_wording.py`` walks through every signal, fact, rule and change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor.engines.matching import Change, Facts, How, Improvement, Need, Reason, Rule, Signal
from corridor.engines.matching.shapes import Broken

from . import naming

CLOSE: Final = 0.35  # in meaning
VERY_CLOSE: Final = 0.7
WELL_RATED: Final = 0.7
POORLY_RATED: Final = 0.4

LABELS: Final = {
    Signal.MEANING: (
        gettext_lazy("Meaning"),
        gettext_lazy("How close the texts are in meaning, across languages."),
    ),
    Signal.WORDS: (
        gettext_lazy("Words"),
        gettext_lazy("How many of the need’s words the service has, rare ones counting more."),
    ),
    Signal.CONCEPTS: (
        gettext_lazy("Topics"),
        gettext_lazy("How much of what was asked for it is about, rare topics counting more."),
    ),
    Signal.TECHNOLOGIES: (
        gettext_lazy("Technologies"),
        gettext_lazy("The official technologies that the need names."),
    ),
    Signal.SECTORS: (
        gettext_lazy("Sectors"),
        gettext_lazy("It is for one of the need’s sectors; for all sectors counts a little less."),
    ),
    Signal.CATEGORY: (gettext_lazy("Category"), gettext_lazy("It is of the category asked for.")),
    Signal.LANGUAGE: (
        gettext_lazy("Language"),
        gettext_lazy("It is given in a language that the client speaks."),
    ),
    Signal.PLACE: (gettext_lazy("Place"), gettext_lazy("It can be had where it is needed.")),
    Signal.DELIVERY: (
        gettext_lazy("On site or remote"),
        gettext_lazy("It is given in the way that is wanted."),
    ),
    Signal.DATES: (gettext_lazy("Dates"), gettext_lazy("It can begin in time.")),
    Signal.PRICE: (gettext_lazy("Price"), gettext_lazy("It is within the budget.")),
    Signal.MATURITY: (
        gettext_lazy("Readiness"),
        gettext_lazy("Its readiness levels (TRL) hold that of the need."),
    ),
    Signal.FRESHNESS: (gettext_lazy("Freshness"), gettext_lazy("Its hub confirmed it lately.")),
    Signal.RECORD: (
        gettext_lazy("Track record"),
        gettext_lazy("It was delivered often, and clients found it useful."),
    ),
}
RULES: Final = {
    Rule.CUSTOMER: gettext_lazy("for other customers"),
    Rule.AID: gettext_lazy("aid that this customer cannot have"),
    Rule.WITHDRAWN: gettext_lazy("withdrawn"),
    Rule.PLACE: gettext_lazy("not given at the place"),
    Rule.LANGUAGE: gettext_lazy("other languages"),
    Rule.DELIVERY: gettext_lazy("not given in the way that is wanted"),
    Rule.DATE: gettext_lazy("too late"),
    Rule.BUDGET: gettext_lazy("above the budget"),
}


# Reasons


def reason_in_words(reason: Reason) -> str:
    return _REASONS[reason.signal](reason.value, reason.facts)


def drawback_in_words(reason: Reason, need: Need) -> str:
    """The same, but of topics and technologies what is missing."""
    asked = {Signal.CONCEPTS: need.concepts, Signal.TECHNOLOGIES: need.technologies}.get(reason.signal)
    if not asked:
        return reason_in_words(reason)
    met = {*reason.facts.codes, *(one for one, _by in reason.facts.pairs)}
    name = naming.concept if reason.signal is Signal.CONCEPTS else naming.technology
    missing = naming.listed(name(code) for code in sorted(asked) if code not in met)
    if not missing:
        return reason_in_words(reason)
    return _("It does not say that it is about %(topics)s.") % {"topics": missing}


def _meaning(value: float, _facts: Facts) -> str:
    if value >= VERY_CLOSE:
        return _("In meaning it is very close to the need.")
    return (
        _("In meaning it is close to the need.")
        if value >= CLOSE
        else _("In meaning it has something to do with the need.")
    )


def _words(value: float, _facts: Facts) -> str:
    return _("By rarity, it has %(share)s%% of the need’s words.") % {"share": round(value * 100)}


def _concepts(_value: float, facts: Facts) -> str:
    return _covered(facts, naming.concept) or _("It names none of the need’s topics.")


def _technologies(_value: float, facts: Facts) -> str:
    return _covered(facts, naming.technology) or _("It names none of the need’s technologies.")


def _covered(facts: Facts, name: Callable[[str], str]) -> str:
    told = []
    if facts.codes:
        told.append(_("Both are about %(topics)s.") % {"topics": naming.listed(map(name, facts.codes))})
    told += [_near(name(asked), name(by)) for asked, by in facts.pairs]
    return " ".join(told)


def _near(asked: str, by: str) -> str:
    return _("It is about %(found)s, which is near to %(asked)s.") % {"found": by, "asked": asked}


def _sectors(_value: float, facts: Facts) -> str:
    if facts.how is How.FOR_ALL:
        return _("It is for all sectors.")
    if facts.codes:
        return _("It is for the sector %(sector)s.") % {"sector": naming.sector(facts.codes[0])}
    if facts.pairs:
        asked, by = facts.pairs[0]
        names = {"found": naming.sector(by), "asked": naming.sector(asked)}
        return _("It is for %(found)s, a sector near to %(asked)s.") % names
    return _("It is for other sectors.")


def _category(value: float, facts: Facts) -> str:
    if facts.how is How.UNKNOWN or not facts.codes:
        return _("Its category is not known.")
    name = {"category": naming.category(facts.codes[0])}
    if value:
        return _("It is of the category asked for: %(category)s.") % name
    return _("It is of another category: %(category)s.") % name


def _language(value: float, facts: Facts) -> str:
    if facts.how is How.UNKNOWN or not facts.codes:
        return _("In which languages it is given is not known.")
    names = {"languages": naming.listed(map(naming.language, facts.codes))}
    if value:
        return _("It is given in %(languages)s, which the client speaks.") % names
    return _("It is given in %(languages)s, which the client does not speak.") % names


def _place(_value: float, facts: Facts) -> str:
    if facts.how is How.NOT_SERVED:
        return _not_served(facts)
    return str(_PLACES.get(facts.how or How.UNKNOWN, _PLACES[How.UNKNOWN]))


def _not_served(facts: Facts) -> str:
    if not facts.codes:
        return _("It is not given at the place.")
    places = naming.listed(map(naming.place, facts.codes))
    return _("Its hub gives it elsewhere: %(places)s.") % {"places": places}


def _delivery(value: float, facts: Facts) -> str:
    if facts.how is How.UNKNOWN or not facts.codes:
        return _("Whether it is given on site or remotely is not known.")
    name = {"delivery": naming.delivery(facts.codes[0])}
    if value:
        return _("It is given as wanted (%(delivery)s).") % name
    return _("It is not given in the way that is wanted, but: %(delivery)s.") % name


def _dates(_value: float, facts: Facts) -> str:
    if facts.how is How.FULL:
        return _("It is booked out, and no free slot is named.")
    if facts.days is None:
        return _("When it can begin is not known.")
    if facts.over:
        times = {"days": naming.days(facts.days), "late": naming.days(facts.over)}
        return _("It can begin in %(days)s, %(late)s later than wanted.") % times
    if not facts.days:
        return _("It can begin at once.")
    return _("It can begin in %(days)s, in time.") % {"days": naming.days(facts.days)}


def _price(_value: float, facts: Facts) -> str:
    if facts.euros is None:
        return _("What it costs is not known.")
    amounts = {"price": naming.euros(facts.euros), "over": naming.euros(facts.over)}
    if facts.how is How.LIST_PRICE:
        return (
            _("At the list price of %(price)s, which this customer pays, it is %(over)s above the budget.")
            if facts.over
            else _("At the list price of %(price)s, which this customer pays, it is within the budget.")
        ) % amounts
    if facts.over:
        return _("Price: %(price)s, %(over)s above the budget.") % amounts
    return _("Price: %(price)s, within the budget.") % amounts


def _maturity(_value: float, facts: Facts) -> str:
    if facts.how is How.UNKNOWN:
        return _("For which readiness levels (TRL) it is, is not known.")
    if facts.over:
        apart = round(facts.over)
        said = ngettext(
            "Its readiness levels (TRL) are %(count)s step away.",
            "Its readiness levels (TRL) are %(count)s steps away.",
            apart,
        )
        return said % {"count": apart}
    return _("It is for the need’s readiness level (TRL).")


def _freshness(_value: float, facts: Facts) -> str:
    if facts.days is None:
        return _("Its hub has never confirmed it.")
    if not facts.days:
        return _("Its hub confirmed it today.")
    return _("Its hub confirmed it %(days)s ago.") % {"days": naming.days(facts.days)}


def _record(value: float, facts: Facts) -> str:
    times = round(facts.over)
    if facts.how is How.NEW or not times:
        return _("No referral has led to it yet.")
    told = ngettext("It was delivered %(count)s time.", "It was delivered %(count)s times.", times)
    found = _("Clients found it useful.") if value >= WELL_RATED else ""
    if value < POORLY_RATED:
        found = _("Clients found it of little use.")
    return f"{told % {'count': times}} {found}".strip()


_PLACES: Final = {
    How.SAME_REGION: gettext_lazy("Its hub is in the same region."),
    How.SAME_COUNTRY: gettext_lazy("Its hub is in the same country."),
    How.NEIGHBOUR: gettext_lazy("Its hub is in a neighbouring country."),
    How.ELSEWHERE: gettext_lazy("It is given at its hub only, which is further away."),
    How.GIVEN_THERE: gettext_lazy("It is given on site at the place."),
    How.REMOTE: gettext_lazy("Its hub is further away, but it is given remotely."),
    How.UNKNOWN: gettext_lazy("Where its hub is, is not known."),
}
_REASONS: Final[dict[Signal, Callable[[float, Facts], str]]] = {
    Signal.MEANING: _meaning,
    Signal.WORDS: _words,
    Signal.CONCEPTS: _concepts,
    Signal.TECHNOLOGIES: _technologies,
    Signal.SECTORS: _sectors,
    Signal.CATEGORY: _category,
    Signal.LANGUAGE: _language,
    Signal.PLACE: _place,
    Signal.DELIVERY: _delivery,
    Signal.DATES: _dates,
    Signal.PRICE: _price,
    Signal.MATURITY: _maturity,
    Signal.FRESHNESS: _freshness,
    Signal.RECORD: _record,
}


# Rules


def rule_in_words(broken: Broken) -> str:
    """Why it is left out, with the facts by which a person can check it."""
    facts = broken.facts
    if broken.rule is Rule.BUDGET:
        return _price(0.0, facts)
    if broken.rule is Rule.PLACE:
        return _not_served(facts)
    return _RULES[broken.rule](facts)


def _for_customers(facts: Facts) -> str:
    return _("It is only for %(customers)s.") % {
        "customers": naming.listed(map(naming.customer, facts.codes))
    }


def _aid(facts: Facts) -> str:
    told = {"price": naming.euros(facts.euros), "aid": naming.listed(map(naming.aid, facts.codes))}
    return _("Its only price, %(price)s, rests on aid that this customer cannot have: %(aid)s.") % told


def _too_late(facts: Facts) -> str:
    times = {"days": naming.days(facts.days), "late": naming.days(facts.over)}
    return _("It can begin in %(days)s, %(late)s too late.") % times


_RULES: Final[dict[Rule, Callable[[Facts], str]]] = {
    Rule.CUSTOMER: _for_customers,
    Rule.AID: _aid,
    Rule.WITHDRAWN: lambda _facts: _("Its hub withdrew it."),
    Rule.LANGUAGE: lambda facts: _language(0.0, facts),
    Rule.DELIVERY: lambda facts: _delivery(0.0, facts),
    Rule.DATE: _too_late,
}


# What would help


def change_in_words(improvement: Improvement) -> str:
    return _CHANGES[improvement.change](improvement)


_CHANGES: Final[dict[Change, Callable[[Improvement], str]]] = {
    Change.REMOTE: lambda _one: _("The hub also gives it remotely."),
    Change.ON_SITE: lambda _one: _("The hub also gives it on site."),
    Change.LANGUAGE: lambda one: (
        _("The hub also gives it in %(language)s.") % {"language": naming.language(one.code)}
    ),
    Change.PLACE: lambda one: _("The hub also gives it in %(place)s.") % {"place": naming.place(one.code)},
    Change.CONCEPT: lambda one: (
        _("The hub confirms that it is about %(topic)s.") % {"topic": naming.concept(one.code)}
    ),
    Change.CONFIRMED: lambda _one: _("The hub confirms that the service is still right."),
    Change.PRICE: lambda one: (
        _("The hub names a price of at most %(price)s.") % {"price": naming.euros(one.euros)}
    ),
    Change.START: lambda one: (
        _("The hub names a start within %(days)s.") % {"days": naming.days(one.days)}
        if one.days
        else _("The hub can start at once.")
    ),
    Change.BUDGET: lambda one: _("The budget is %(more)s higher.") % {"more": naming.euros(one.euros)},
    Change.LATER: lambda one: _("The client can wait %(days)s longer.") % {"days": naming.days(one.days)},
}
