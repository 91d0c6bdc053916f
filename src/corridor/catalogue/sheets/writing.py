"""New services in a handful of statements, however many; changed ones as they are changed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import slugify

from corridor.catalogue.actions import RESERVED, edit_service
from corridor.catalogue.contents import PLACES, PLAIN, PRICES, TERMS, TEXTS
from corridor.catalogue.models import CoProvider, Service, ServiceVersion, TestBed
from corridor.kernel import journal
from corridor.kernel.copying import copy_in, copy_rows
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.sheets.runs import Outcome
from corridor.members.models import Hub, WorkingGroup
from corridor.vocab.enums import ListName
from corridor.vocab.models import Concept, Term

from .models import ServiceImportRow
from .planning import Contents, ServicePlan


def write(by: Any, hub: Hub, planned: ServicePlan) -> None:
    Hub.objects.select_for_update(of=("self",), no_key=True).get(pk=hub.pk)  # nobody else takes a slug now
    new = [row for row in planned.rows if row.outcome == Outcome.NEW]
    create(by, hub, new)
    for row in planned.rows:
        row.facts = {}  # of use before the decision only
        if row.outcome == Outcome.CHANGED:
            service = planned.services[row.service_id]
            kept = edit_service(by=by, service=service, version=service.version, values=row.after)
            row.service_version = kept.version


def create(by: Any, hub: Hub, rows: list[ServiceImportRow]) -> None:
    """Drafts of the hub's own, each with its first version and its entry in the journal; no news yet."""
    if not rows:
        return
    services = list(_drafts(hub, [row.after for row in rows]))
    copy_in(services)
    written = [(service, row.after) for service, row in zip(services, rows, strict=True)]
    _write_many(written)
    copy_in(
        [ServiceVersion(service=one, number=one.version, by=by, values=values) for one, values in written]
    )
    journal.record_many("create-service", ((one, {}, values) for one, values in written), by=by)
    for row, service in zip(rows, services, strict=True):
        row.service, row.service_version = service, service.version


def _drafts(hub: Hub, contents: list[Contents]) -> Iterator[Service]:
    categories = _terms(ListName.SERVICE_CATEGORIES)
    groups = dict(WorkingGroup.objects.values_list("slug", "pk"))
    taken = set(Service.objects.filter(hub=hub).values_list("slug", flat=True)) | RESERVED
    counted: dict[str, int] = {}
    for values in contents:
        service = Service(hub=hub, slug=_free_slug(best_text(values["title"], "en"), taken, counted))
        for name in (*TEXTS, *PLAIN):
            setattr(service, name, values[name])
        for name in PRICES:
            setattr(service, name, Decimal(values[name]) if values[name] is not None else None)
        service.next_free = date.fromisoformat(values["next_free"]) if values["next_free"] else None
        service.category_id = categories[values["category"]]
        service.group_id = groups[values["group"]] if values["group"] else None
        service.is_joint = bool(values["co_providers"])
        yield service


def _free_slug(title: str, taken: set[str], counted: dict[str, int]) -> str:
    """``counted`` remembers how often a stem was tried, so that a thousand of one name stay quick."""
    stem = slugify(title)[:60].strip("-") or "service"
    slug = stem
    while slug in taken:
        counted[stem] = counted.get(stem, 1) + 1
        slug = f"{stem}-{counted[stem]}"
    taken.add(slug)
    return slug


def _terms(listed: str) -> dict[str, int]:
    return dict(Term.objects.filter(list__name=listed, list__in_force=True).values_list("slug", "pk"))


def _write_many(written: list[tuple[Service, Contents]]) -> None:
    ids: dict[str, Mapping[str, Any]] = {name: _terms(listed) for name, listed in TERMS.items()}
    ids["concepts"] = dict(Concept.objects.values_list("slug", "pk"))
    for name, keys in ids.items():
        _join(name, ((one.pk, keys[slug]) for one, values in written for slug in values[name]))
    for name in PLACES:
        _join(name, ((one.pk, code) for one, values in written for code in values[name]))
    hubs = dict(Hub.objects.values_list("slug", "pk"))
    copy_in(
        [
            CoProvider(service=one, hub_id=hubs[slug])
            for one, values in written
            for slug in values["co_providers"]
        ]
    )
    copy_in([TestBed(service=one, **values["test_bed"]) for one, values in written if values["test_bed"]])


def _join(name: str, pairs: Iterable[tuple[int, Any]]) -> None:
    through: type[models.Model] = getattr(Service, name).through
    field: Any = Service._meta.get_field(name)  # noqa: SLF001
    copy_rows(through, ["service_id", f"{field.m2m_reverse_field_name()}_id"], pairs)
