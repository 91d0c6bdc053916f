"""Writes: the reference data goes from the files into the tables, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Refused
from corridor.kernel.search.generation import advance

from . import files, nuts
from .models import Concept, Country, EverydayNeed, OfficialList, ReferenceData, Region, Term

LOCK = 7_301_001  # two processes that start at once load one after the other
ONLY_ROW = 1


@dataclass(frozen=True)
class Loaded:
    """What a load did; ``changed`` is false when the files are those of the last load."""

    changed: bool
    counts: dict[str, int] = field(default_factory=dict)


def load_reference_data(*, by: Any = None, folder: Path = files.DATA) -> Loaded:
    """Bring the tables to what the files say; does nothing, in one query, when nothing changed."""
    if ReferenceData.objects.filter(digest=files.digest_of(folder)).exists():
        return Loaded(changed=False)
    source = files.reference_files(folder)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        if ReferenceData.objects.filter(digest=source.digest).exists():
            return Loaded(changed=False)
        counts = _load(source)
        advance()
        state, _created = ReferenceData.objects.update_or_create(
            id=ONLY_ROW, defaults={"digest": source.digest}
        )
        journal.record("load-reference-data", state, by=by, after={"digest": source.digest, **counts})
    return Loaded(changed=True, counts=counts)


def _load(source: files.ReferenceFiles) -> dict[str, int]:
    countries = _load_countries(source)
    regions = _load_regions()
    terms = sum(_load_list(entry) for entry in source.lists)
    _put_in_force(source)
    _link_bridges(source)
    concepts = _load_concepts(source)
    needs = _load_needs(source)
    return {
        "countries": countries,
        "regions": regions,
        "lists": len(source.lists),
        "terms": terms,
        "concepts": concepts,
        "needs": needs,
    }


def _upsert(model: type[models.Model], rows: list[Any], key: list[str], columns: list[str]) -> int:
    model._default_manager.bulk_create(  # noqa: SLF001 - the generic name of ``objects``
        rows, update_conflicts=True, unique_fields=key, update_fields=columns
    )
    return len(rows)


def _load_countries(source: files.ReferenceFiles) -> int:
    rows = [
        Country(code=entry.code, catalogue_name=entry.catalogue_name, membership=entry.membership)
        for entry in source.countries
    ]
    return _upsert(Country, rows, ["code"], ["catalogue_name", "membership"])


def _load_regions() -> int:
    rows = [
        Region(
            code=entry.code,
            version=entry.version,
            level=entry.level,
            name=entry.name,
            country_id=entry.country,
            parent_id=entry.parent,
        )
        for entry in nuts.regions()
    ]
    return _upsert(Region, rows, ["code"], ["version", "level", "name", "country", "parent"])


def _load_list(entry: files.ListEntry) -> int:
    """One version of a list. Within a version a term keeps its code and is never taken away."""
    official, _created = OfficialList.objects.get_or_create(
        name=entry.name,
        version=entry.version,
        defaults={"source": entry.source, "in_force": False},
    )
    _refuse_changed_meaning(official, entry)
    OfficialList.objects.filter(pk=official.pk).update(source=entry.source)
    rows = [
        Term(
            list=official,
            slug=term.slug,
            code=term.code,
            position=position,
            labels=dict(term.labels),
            synonyms=_plain(term.synonyms),
        )
        for position, term in enumerate(entry.terms, start=1)
    ]
    return _upsert(Term, rows, ["list", "slug"], ["position", "labels", "synonyms"])


def _refuse_changed_meaning(official: OfficialList, entry: files.ListEntry) -> None:
    codes = {term.slug: term.code for term in entry.terms}
    for slug, code in official.terms.values_list("slug", "code"):
        if codes.get(slug) != code:
            raise Refused(
                _(
                    "The list %(list)s of version %(version)s no longer says “%(code)s”. "
                    "A list changes by a file of a new version."
                )
                % {"list": entry.name, "version": entry.version, "code": code}
            )


def _put_in_force(source: files.ReferenceFiles) -> None:
    """The newest version of each list, and no other; terms of the older ones stay for their users."""
    for entry in source.lists_in_force.values():
        versions = OfficialList.objects.filter(name=entry.name)
        versions.exclude(version=entry.version).update(in_force=False)
        versions.filter(version=entry.version).update(in_force=True)


def _link_bridges(source: files.ReferenceFiles) -> None:
    Bridge = Term.bridges.through  # noqa: N806 - a model class
    Bridge.objects.filter(from_term__list__in_force=True).delete()
    for entry in source.lists_in_force.values():
        ids = dict(Term.objects.filter(list__name=entry.name, list__in_force=True).values_list("slug", "id"))
        pairs = {(ids[term.slug], ids[other]) for term in entry.terms for other in term.bridges}
        _link(Bridge, "from_term", "to_term", pairs | {(b, a) for a, b in pairs})


def _load_concepts(source: files.ReferenceFiles) -> int:
    rows = [
        Concept(
            slug=entry.slug,
            definition={"en": entry.definition},
            labels=dict(entry.labels),
            synonyms=_plain(entry.synonyms),
            codes=list(entry.codes),
            in_force=True,
        )
        for entry in source.concepts
    ]
    columns = ["definition", "labels", "synonyms", "codes", "in_force"]
    count = _upsert(Concept, rows, ["slug"], columns)
    Concept.objects.exclude(slug__in=[entry.slug for entry in source.concepts]).update(in_force=False)
    _link_concepts(source)
    return count


def _link_concepts(source: files.ReferenceFiles) -> None:
    ids = dict(Concept.objects.values_list("slug", "id"))
    technologies = _ids_by_code("technologies")
    broader = {(ids[c.slug], ids[other]) for c in source.concepts for other in c.broader}
    related = {(ids[c.slug], ids[other]) for c in source.concepts for other in c.related}
    under = {(ids[c.slug], technologies[code]) for c in source.concepts for code in c.technologies}
    _relink(Concept.broader.through, "from_concept", "to_concept", broader)
    _relink(Concept.related.through, "from_concept", "to_concept", related | {(b, a) for a, b in related})
    _relink(Concept.technologies.through, "concept", "term", under)


def _load_needs(source: files.ReferenceFiles) -> int:
    """Nothing refers to a need, so one that the files no longer hold is deleted."""
    EverydayNeed.objects.exclude(slug__in=[entry.slug for entry in source.needs]).delete()
    rows = [EverydayNeed(slug=entry.slug, texts=dict(entry.texts)) for entry in source.needs]
    count = _upsert(EverydayNeed, rows, ["slug"], ["texts"])
    _link_needs(source)
    return count


def _link_needs(source: files.ReferenceFiles) -> None:
    ids = dict(EverydayNeed.objects.values_list("slug", "id"))
    concepts = dict(Concept.objects.values_list("slug", "id"))
    sectors = _ids_by_code("sectors")
    answered = [(ids[need.slug], concepts[slug]) for need in source.needs for slug in need.concepts]
    of_sectors = [(ids[need.slug], sectors[code]) for need in source.needs for code in need.sectors]
    _relink(EverydayNeed.concepts.through, "everydayneed", "concept", answered)
    _relink(EverydayNeed.sectors.through, "everydayneed", "term", of_sectors)


def _ids_by_code(name: str) -> dict[str, int]:
    return dict(Term.objects.filter(list__name=name, list__in_force=True).values_list("code", "id"))


def _relink(through: Any, left: str, right: str, pairs: Iterable[tuple[int, int]]) -> None:
    through.objects.all().delete()
    _link(through, left, right, pairs)


def _link(through: Any, left: str, right: str, pairs: Iterable[tuple[int, int]]) -> None:
    through.objects.bulk_create(
        [through(**{f"{left}_id": a, f"{right}_id": b}) for a, b in dict.fromkeys(pairs)]
    )


def _plain(words: files.Words) -> dict[str, list[str]]:
    return {language: list(entries) for language, entries in words.items()}
