"""What a file would change: the rows that were read, held against the hub's services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import Prefetch

from corridor.catalogue.actions import is_written_at_once
from corridor.catalogue.contents import (
    OF_TEST_BED,
    PLACES,
    PRICES,
    TERMS,
    TEXTS,
    differing,
    proposed_contents,
)
from corridor.catalogue.forms import CHECKS
from corridor.catalogue.models import CoProvider, Service, ServiceQuerySet, TestBed
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.sheets.cells import folded, line
from corridor.kernel.sheets.intake import Plan
from corridor.kernel.sheets.runs import Outcome
from corridor.members.models import Hub

from .facts import normal
from .models import ServiceImportRow
from .notes import Note, note

Contents = dict[str, Any]
CHUNK: Final = 500
MANY: Final = (*TERMS, "concepts", *PLACES)


@dataclass
class ServicePlan(Plan):
    """Rows with their outcome, and the hub's services by id."""

    services: dict[int, Service] = field(default_factory=dict)


def with_contents(services: ServiceQuerySet) -> ServiceQuerySet:
    """With all that ``contents_of`` looks at, in a constant number of queries."""
    return services.select_related("hub", "category", "group", "test_bed").prefetch_related(
        *MANY, Prefetch("co_providers", CoProvider.objects.select_related("hub"))
    )


def plan(hub: Hub, rows: Iterable[ServiceImportRow], *, lock: bool = False) -> ServicePlan:
    """Outcome, service, before and after of each row that was not refused on reading.

    With ``lock`` nobody else changes these services until the transaction ends.
    """
    rows = list(rows)
    if lock:
        list(Service.objects.filter(hub=hub).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    services, said = _as_they_are(hub)
    finder = _Finder(services.values())
    for row in rows:
        if row.facts:
            _judge(row, finder, hub, said)
    return ServicePlan(rows, services)


def _as_they_are(hub: Hub) -> tuple[dict[int, Service], dict[int, Contents]]:
    """The hub's services, and what each says; nothing of what was looked up for that is held."""
    services: dict[int, Service] = {}
    said: dict[int, Contents] = {}
    for one in with_contents(Service.objects.filter(hub=hub)).iterator(chunk_size=CHUNK):
        said[one.pk] = proposed_contents(one)
        one._prefetched_objects_cache.clear()  # type: ignore[attr-defined]  # noqa: SLF001
        one._state.fields_cache.clear()  # noqa: SLF001
        services[one.pk] = one
    return services, said


class _Finder:
    """Which service a row is about: by its slug, else by a title; each at most once."""

    def __init__(self, services: Iterable[Service]) -> None:
        self.slugs = {one.slug: one for one in services}
        self.titles: dict[tuple[str, str], list[Service]] = defaultdict(list)
        self.taken: dict[int, int] = {}
        self.new: dict[tuple[str, str], int] = {}
        for one in self.slugs.values():
            title = (one.pending or {}).get("title", one.title)
            for language, text in title.items():
                self.titles[language, folded(text)].append(one)

    def find(self, row: ServiceImportRow) -> tuple[Service | None, Note | None]:
        slug = row.facts["slug"]
        if slug and slug not in self.slugs:
            return None, note("no-such-slug", value=slug[:80])
        keys = [(code, folded(text)) for code, text in row.facts["texts"].get("title", {}).items() if text]
        found = [self.slugs[slug]] if slug else self._called(keys)
        if len(found) > 1:
            return None, note("ambiguous")
        return self._once(row.number, found[0]) if found else self._new(row.number, keys)

    def _called(self, keys: list[tuple[str, str]]) -> list[Service]:
        found = {one.pk: one for key in keys for one in self.titles.get(key, [])}
        there = [one for one in found.values() if not one.is_withdrawn]
        return there or list(found.values())

    def _once(self, number: int, service: Service) -> tuple[Service | None, Note | None]:
        first = self.taken.setdefault(service.pk, number)
        if first != number:
            return None, note("twice", row=first)
        return service, None

    def _new(self, number: int, keys: list[tuple[str, str]]) -> tuple[Service | None, Note | None]:
        first = min((self.new.setdefault(key, number) for key in keys), default=number)
        return None, note("twice", row=first) if first != number else None


def _judge(row: ServiceImportRow, finder: _Finder, hub: Hub, said: Mapping[int, Contents]) -> None:
    row.service, row.before, row.after, row.warnings = None, {}, {}, []
    service, refusal = finder.find(row)
    if refusal:
        row.outcome, row.reasons = Outcome.REFUSED, [refusal]
        return
    before = said[service.pk] if service else nothing()
    after = merged(before, row.facts)
    names = differing(before, after)
    row.reasons = complaints(hub, before, after)
    if after["test_bed"] is None and any((*row.facts["bed"].values(), *row.facts["safety"].values())):
        row.reasons.append(note("bed-facts"))
    if service and service.is_withdrawn and names:
        row.reasons = [note("withdrawn")]
    if row.reasons:
        row.outcome = Outcome.REFUSED
    elif service:
        _compare(row, service, before, after, names)
    else:
        row.outcome, row.after = Outcome.NEW, after


def _compare(
    row: ServiceImportRow, service: Service, before: Contents, after: Contents, names: list[str]
) -> None:
    row.service = service
    row.outcome = Outcome.CHANGED if names else Outcome.UNCHANGED
    row.label = row.label or best_text(service.title)[:200]
    row.before = {name: before[name] for name in names}
    row.after = {name: after[name] for name in names}
    if service.is_offered and not all(is_written_at_once(service, name, after[name]) for name in names):
        row.warnings = [note("review")]
    elif names and service.is_draft and service.waits_for_review:
        row.warnings = [note("recalled")]


def nothing() -> Contents:
    """What a service says of which nothing is known yet."""
    empty = Service()
    values: Contents = {name: {} for name in TEXTS}
    values |= {name: str(getattr(empty, name)) for name in ("delivery", "per", "aid", "audience")}
    values |= {name: [] for name in (*MANY, "languages", "customers", "co_providers")}
    values |= dict.fromkeys(("website", "contact_role", "contact_mail"), "")
    return (
        dict.fromkeys(("category", "list_price", "price", "group", "test_bed"))
        | values
        | dict.fromkeys(("capacity", "lead_days", "next_free", "trl_from", "trl_to"))
    )


def merged(before: Contents, facts: Mapping[str, Any]) -> Contents:
    """The service as the row would leave it; what the sheet has no column for stays."""
    values = {name: value for name, value in facts["values"].items() if name != "test_bed"}
    after = before | _changed(before, values)
    for name, texts in facts["texts"].items():
        after[name] = _texts(name, before[name], texts)
    after["test_bed"] = _test_bed(before["test_bed"], facts)
    return after


def _changed(before: Contents, given: Mapping[str, Any]) -> Contents:
    """Blanks and order, which a sheet does not keep, are no change."""
    return {name: value for name, value in given.items() if _plain(before.get(name)) != _plain(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(map(line, value))
    return line(value) if isinstance(value, str) else value


def _texts(name: str, before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    changed = {code: text for code, text in given.items() if normal(name, before.get(code, "")) != text}
    return {code: text for code, text in {**before, **changed}.items() if text}


def _test_bed(before: Contents | None, facts: Mapping[str, Any]) -> Contents | None:
    if not facts["values"].get("test_bed", before is not None):
        return None
    bed = before or empty_bed()
    safety = _texts("safety", bed["safety"], facts["safety"])
    return bed | _changed(bed, facts["bed"]) | {"safety": safety}


def empty_bed() -> Contents:
    empty = TestBed()
    return {name: getattr(empty, name) for name in OF_TEST_BED} | {"setting": str(empty.setting)}


def complaints(hub: Hub, before: Contents, after: Contents) -> list[Note]:
    """What is wrong, as the form says it. An older mistake does not keep other changes out."""
    wrong = _checked(after).items() - _checked(before).items()
    found = [note("check", text=text) for _name, text in sorted(wrong)]
    if not best_text(after["title"]):
        found.append(note("no-title"))
    if not after["category"]:
        found.append(note("no-category"))
    if hub.slug in after["co_providers"]:
        found.append(note("own-hub"))
    return found


def _checked(contents: Contents) -> dict[str, str]:
    prices = {name: None if contents[name] is None else Decimal(contents[name]) for name in PRICES}
    return {name: said for check in CHECKS for name, said in check(contents | prices).items()}
