"""Reads: entries newest first, page by page along their numbers, so that a page costs the same anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from corridor.kernel.audience import Viewer

from .entries import JournalEntry
from .registry import Owned

PAGE_SIZE: Final = 30


@dataclass(frozen=True)
class Page:
    """``older`` is the number from which the next page goes on, if there is one."""

    entries: Sequence[JournalEntry]
    older: int | None


@dataclass(frozen=True)
class Wanted:
    """What the operator looks for; empty where it does not matter. ``since`` and ``until`` are days."""

    who: str = ""
    verb: str = ""
    record_type: str = ""
    record_id: str = ""
    since: date | None = None
    until: date | None = None


def entries_of(kind: Owned, record: Model) -> QuerySet[JournalEntry]:
    """What became of a record and of the rows that belong to it."""
    about = _about(record._meta.label_lower, [record.pk])  # noqa: SLF001 - public by convention
    for label, ids in kind.also(record):
        about |= _about(label, ids)
    return JournalEntry.objects.filter(about)


def _about(label: str, ids: Iterable[int]) -> Q:
    return Q(record_type=label.lower(), record_id__in=[str(pk) for pk in ids])


def entries_wanted(wanted: Wanted) -> QuerySet[JournalEntry]:
    entries = JournalEntry.objects.all()
    if wanted.who:
        entries = entries.filter(Q(by__name__icontains=wanted.who) | Q(by__email__iexact=wanted.who))
    for name in ("verb", "record_type", "record_id"):
        if value := getattr(wanted, name):
            entries = entries.filter(**{name: value})
    if wanted.since:
        entries = entries.filter(at__gte=_start(wanted.since))
    if wanted.until:
        entries = entries.filter(at__lt=_start(wanted.until + timedelta(days=1)))
    return entries


def _start(day: date) -> datetime:
    """The first moment of a day where the reader is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def page_of(entries: QuerySet[JournalEntry], before: int | None) -> Page:
    if before is not None:
        entries = entries.filter(pk__lt=before)
    rows = list(entries.select_related("by").order_by("-pk")[: PAGE_SIZE + 1])
    older = rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None
    return Page(rows[:PAGE_SIZE], older)


def hidden(entries: Iterable[JournalEntry], viewer: Viewer) -> frozenset[tuple[str, str]]:
    """Records with an audience that this viewer is not in: what they said is not told either. One query
    for each kind of record."""
    ids: dict[str, set[str]] = {}
    for entry in entries:
        ids.setdefault(entry.record_type, set()).add(entry.record_id)
    return frozenset(
        (label, one) for label, held in ids.items() for one in held - _visible(label, held, viewer)
    )


def _visible(label: str, ids: set[str], viewer: Viewer) -> set[str]:
    manager: Any = getattr(model_of(label), "objects", None)
    if not hasattr(manager, "visible_to"):
        return ids
    numbers = [one for one in ids if one.isdigit()]
    seen = manager.visible_to(viewer).filter(pk__in=numbers).values_list("pk", flat=True)
    return {str(pk) for pk in seen}


def model_of(label: str) -> Any:
    """The model with this label; none for records of a kind that is no table, or no longer one."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def record_types() -> list[tuple[str, str]]:
    """Labels and names of what the journal may be about."""
    ours = [one for one in apps.get_models() if one.__module__.startswith("corridor.")]
    named = [(one._meta.label_lower, str(one._meta.verbose_name)) for one in ours]  # noqa: SLF001
    return sorted(named, key=lambda pair: pair[1])
