"""What a service says, in words, and what differs between two of its versions, field by field.

Values are those of ``contents.contents_of``; the official lists are asked once for all that is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.agenda import day_in_words
from corridor.kernel.audience import Audience
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import CODES, DEFAULT
from corridor.kernel.i18n.names import country_name, language_name
from corridor.kernel.journal.differences import LONG, Change, compared
from corridor.members.models import Hub, WorkingGroup
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Region, Term

from .contents import LABELS, OF_TEST_BED, TERMS, TEXTS
from .enums import AidBasis, Customer, Delivery, PriceUnit, Setting
from .models import TestBed
from .templatetags.catalogue import money

CHOICES: Final[dict[str, Any]] = {
    "delivery": Delivery,
    "customers": Customer,
    "per": PriceUnit,
    "aid": AidBasis,
    "audience": Audience,
    "setting": Setting,
}
LISTED: Final = {"category": ListName.SERVICE_CATEGORIES, **TERMS}
NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})


@dataclass(frozen=True)
class Names:
    """Labels of what contents only name by slug or code."""

    labels: Mapping[tuple[str, str], str]

    def of(self, name: str, code: str) -> str:
        return self.labels.get((name, code)) or code


def names_in(*contents: Mapping[str, Any]) -> Names:
    """Five queries, however much there is to name."""

    def codes(name: str) -> set[str]:
        found: set[str] = set()
        for one in contents:
            value = one.get(name)
            found |= set(value) if isinstance(value, list) else {value} if value else set()
        return found

    labels: dict[tuple[str, str], str] = {}
    slugs = set[str]().union(*(codes(name) for name in LISTED))
    for term in Term.objects.filter(
        list__name__in=LISTED.values(), list__in_force=True, slug__in=slugs
    ).select_related("list"):
        labels |= {(name, term.slug): term.label for name, one in LISTED.items() if one == term.list.name}
    for concept in Concept.objects.filter(slug__in=codes("concepts")):
        labels["concepts", concept.slug] = best_text(concept.labels) or concept.slug
    for region in Region.objects.filter(code__in=codes("regions")):
        labels["regions", region.code] = f"{region.name} ({region.code})"
    for hub in Hub.objects.filter(slug__in=codes("co_providers")):
        labels["co_providers", hub.slug] = hub.name
    for group in WorkingGroup.objects.filter(slug__in=codes("group")):
        labels["group", group.slug] = best_text(group.name) or group.slug
    return Names(labels)


def in_words(name: str, value: Any, names: Names) -> str:
    """One value; several of them separated by commas."""
    if value in NOTHING:
        return ""
    if isinstance(value, list):
        return ", ".join(_one(name, one, names) for one in value)
    return _one(name, value, names)


def _one(name: str, value: Any, names: Names) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "\n".join(f"{key}: {text}" for key, text in value.items())
    if name in CHOICES:
        return _chosen(CHOICES[name], value)
    special = SPECIAL.get(name)
    return special(value) if special else names.of(name, str(value))


def _chosen(choices: type[Enum], value: Any) -> str:
    return str(choices(value).label) if value in choices._value2member_map_ else str(value)  # type: ignore[attr-defined]


def _here() -> str:
    return get_language() or DEFAULT


SPECIAL: Final[dict[str, Callable[[Any], str]]] = {
    "languages": lambda code: language_name(code, _here()),
    "countries": lambda code: country_name(code, _here()),
    "next_free": lambda day: day_in_words(date.fromisoformat(day)),
    "list_price": lambda amount: money(Decimal(amount)),
    "price": lambda amount: money(Decimal(amount)),
}


def changes(before: Mapping[str, Any], after: Mapping[str, Any], names: Names | None = None) -> list[Change]:
    """What ``after`` says otherwise, in the order of the form; of long texts word by word. For many at once
    ``names`` are asked for beforehand."""
    names = names or names_in(before, after)
    found: list[Change] = []
    for name, label in LABELS.items():
        if name in after and before.get(name) != after[name]:
            found += _changes_of(name, str(label), before.get(name), after[name], names)
    return found


def _changes_of(name: str, label: str, old: Any, new: Any, names: Names) -> Iterator[Change]:
    if name in TEXTS:
        yield from _by_language(label, old or {}, new or {})
    elif name == "test_bed":
        yield from _of_test_bed(old, new, names)
    else:
        yield from _change(label, in_words(name, old, names), in_words(name, new, names))


def _by_language(label: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for code in CODES:
        yield from _change(label, old.get(code, ""), new.get(code, ""), code)


def _of_test_bed(old: Any, new: Any, names: Names) -> Iterator[Change]:
    yield from _change(str(LABELS["test_bed"]), _yes_or_no(old), _yes_or_no(new))
    old, new = old or {}, new or {}
    for name in OF_TEST_BED:
        label = bed_label(name)
        if name == "safety":
            yield from _by_language(label, old.get(name) or {}, new.get(name) or {})
        else:
            yield from _change(
                label, in_words(name, old.get(name), names), in_words(name, new.get(name), names)
            )


def _yes_or_no(bed: Any) -> str:
    return _("no") if bed is None else _("yes")


def bed_label(name: str) -> str:
    label = str(TestBed._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
    return _("Test bed: %(field)s") % {"field": label}


def _change(label: str, old: str, new: str, language: str = "") -> Iterator[Change]:
    if old == new:
        return
    if max(len(old), len(new)) > LONG and old and new:
        yield Change(label, language=language, parts=compared(old, new))
    else:
        yield Change(label, old, new, language)


@dataclass(frozen=True)
class Told:
    """One field in words. ``language`` of a text."""

    label: str
    text: str
    language: str = ""


def told(contents: Mapping[str, Any]) -> list[Told]:
    """Everything that is said, in the order of the form."""
    return [Told(one.label, one.after, one.language) for one in changes({}, contents) if one.after]
