"""Why a slot was proposed, in sentences that a person can check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from corridor.kernel.i18n import zones
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.names import country_name

from .asked import Asked
from .proposing import HOLIDAY


def sentences(reasons: Mapping[str, Any], people: Mapping[str, Asked]) -> list[str]:
    """Who can be there; who cannot, and why; who gives up an evening for it."""
    if not reasons:
        return []
    told = [_there(reasons)]
    if away := list(_away(reasons.get("away", ()), people)):
        told.append(_("Cannot come: %(reasons)s.") % {"reasons": _together(away)})
    if odd := strained(reasons.get("strained", ()), people):
        told.append(odd)
    return told


def strained(reasons: Iterable[Mapping[str, Any]], people: Mapping[str, Asked]) -> str:
    """For whom the hour is an odd one; empty where it is for nobody."""
    told = [_strain(one, people) for one in reasons if one["who"] in people]
    return _("Outside office hours: %(reasons)s.") % {"reasons": _together(told)} if told else ""


def _together(parts: Iterable[str]) -> str:
    return pgettext("between parts of a sentence", "; ").join(parts)


def _there(reasons: Mapping[str, Any]) -> str:
    names = {name: reasons[name] for name in ("hubs", "of_hubs", "people", "of_people")}
    return _("%(hubs)d of %(of_hubs)d hubs, %(people)d of %(of_people)d people.") % names


def _away(away: Iterable[Mapping[str, Any]], people: Mapping[str, Asked]) -> Iterable[str]:
    """One sentence for each reason, and for each country with a holiday."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for one in away:
        if one["who"] in people:
            country = one.get("country", "")
            by_reason.setdefault((one["why"], country), []).append(people[one["who"]].name)
    for (why, country), names in sorted(by_reason.items()):
        yield _why(why, country) % {"names": ", ".join(names), "country": _country(country)}


def _why(why: str, country: str) -> str:
    return {
        HOLIDAY: _("public holiday in %(country)s (%(names)s)")
        if country
        else _("public holiday (%(names)s)"),
        "day-off": _("not a working day (%(names)s)"),
        "busy": _("something else on (%(names)s)"),
        "night": _("too early or too late there (%(names)s)"),
    }.get(why, "%(names)s")


def _country(code: str) -> str:
    return country_name(code, get_language() or DEFAULT) if code else ""


def _strain(one: Mapping[str, Any], people: Mapping[str, Asked]) -> str:
    who = people[one["who"]]
    names = {
        "name": who.name,
        "city": zones.city(who.zone),
        "minutes": one["minutes"],
        "burden": one["burden"],
    }
    text = ngettext(
        "%(name)s in %(city)s, %(minutes)d minute",
        "%(name)s in %(city)s, %(minutes)d minutes",
        one["minutes"],
    )
    if not one["burden"]:
        return text % names
    borne = ngettext(
        "has borne %(burden)d minute so far", "has borne %(burden)d minutes so far", one["burden"]
    )
    return f"{text % names} ({borne % names})"
