"""What search needs of the vocabulary: phrases, what is wider than what, parallel texts, places.

Targets are written ``concept:<slug>`` and ``<official list>:<slug>``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from corridor.kernel.i18n.names import country_name
from corridor.kernel.search.registry import Phrase, Place, Terminology

from .files import shipped
from .lexicon import Lexicon, TargetKey, TargetKind, lexicon, parallel_texts
from .models import Country, Region

WIDER = 0.5  # share of a concept's meaning that survives in a broader concept
OFFICIAL = 0.35  # and in the official technology above it, which is wide
SHORTEST_PLACE = 4  # letters; shorter names of regions are words of other languages
REGION_LEVELS = (1, 2)
ANYWHERE = "anywhere"  # beside the countries: what is not bound to any


def target_name(key: TargetKey) -> str:
    kind, in_list, slug = key
    return f"{kind.value if kind is TargetKind.CONCEPT else in_list}:{slug}"


@lru_cache(maxsize=1)
def terminology() -> Terminology:
    book = lexicon()
    labels = {target_name(key): names for key, names in book.labels.items()}

    def label(target: str, language: str) -> str:
        names = labels.get(target, {})
        return names.get(language) or names.get("en") or target.partition(":")[2]

    return Terminology(
        digest=book.digest,
        phrases=tuple(Phrase(entry.phrase, entry.language, target_name(entry.key)) for entry in book.entries),
        broader=_broader(book),
        label=label,
        parallel=tuple(parallel_texts()),
        meanings=_meanings(labels),
    )


def _broader(book: Lexicon) -> dict[str, tuple[tuple[str, float], ...]]:
    found = {}
    for slug in book.broader.keys() | book.technologies.keys():
        wider = [(f"concept:{above}", WIDER) for above in book.broader.get(slug, ())]
        wider += [(f"technologies:{above}", OFFICIAL) for above in book.technologies.get(slug, ())]
        found[f"concept:{slug}"] = tuple(wider)
    return found


def _meanings(
    labels: Mapping[str, Mapping[str, str]],
) -> tuple[tuple[tuple[str, ...], Mapping[str, str]], ...]:
    named = [((target,), texts) for target, texts in labels.items() if target.startswith("concept:")]
    sectors = {entry.code: entry.slug for entry in shipped().lists_in_force["sectors"].terms}
    needs = [
        (
            (
                *(f"concept:{slug}" for slug in need.concepts),
                *(f"sectors:{sectors[code]}" for code in need.sectors),
            ),
            need.texts,
        )
        for need in shipped().needs
    ]
    return (*named, *needs)


def places(language: str) -> Sequence[Place]:
    """Countries as ``language`` calls them, and regions by the names that NUTS gives them."""
    countries = [Place(country_name(code, language), "country", code) for code in _countries()]
    regions = Region.objects.filter(level__in=REGION_LEVELS).values_list("code", "name")
    named = [
        Place(part.strip(), "region", code)
        for code, name in regions
        for part in name.split("/")
        if len(part.strip()) >= SHORTEST_PLACE
    ]
    return [*countries, *named]


def _countries() -> list[str]:
    return list(Country.objects.values_list("code", flat=True))


def country_labels(codes: Sequence[str], language: str) -> dict[str, str]:
    return {
        code: _("anywhere in Europe") if code == ANYWHERE else country_name(code, language) for code in codes
    }


# A code never changes its name within an edition of NUTS, so each is asked for once per process.
_region_names: dict[str, str] = {}


def region_labels(codes: Sequence[str], language: str) -> dict[str, str]:
    """The names that NUTS gives, which are the same in every language."""
    missing = [code for code in codes if code not in _region_names]
    if missing:
        _region_names.update(Region.objects.filter(code__in=missing).values_list("code", "name"))
    return {code: _region_names[code] for code in codes if code in _region_names}


def term_labels(list_name: str, codes: Sequence[str], language: str) -> dict[str, str]:
    label = terminology().label
    return {code: label(f"{list_name}:{code}", language) for code in codes}
