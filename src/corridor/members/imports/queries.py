from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.text import Truncator

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.languages import LANGUAGES
from corridor.kernel.sheets.counting import of_outcome, with_counts
from corridor.members.models import Hub
from corridor.members.rules import may_import_hubs
from corridor.vocab.models import Term

from .images import KIND_OF_LIST, LABELS
from .models import ImportRow, ImportRun, Outcome

SHORT = 300


def imports_for_handling(person: Any) -> QuerySet[ImportRun]:
    """All imports, with their counts, for whoever may import; ``NotFound`` for everybody else."""
    if not may_import_hubs(person):
        raise NotFound
    return with_counts(ImportRun.objects.select_related("by"))


def import_for_handling(person: Any, pk: int) -> ImportRun:
    run = imports_for_handling(person).filter(pk=pk).first()
    if run is None:
        raise NotFound
    return run


def rows_of(run: ImportRun, outcome: str = "") -> QuerySet[ImportRow]:
    return of_outcome(run.rows.select_related("hub"), outcome)


def hidden_hubs(rows: Iterable[ImportRow], viewer: Viewer) -> set[int]:
    """Hubs of these rows that this viewer may not see: a file may name them all the same."""
    named = {row.hub_id for row in rows if row.hub_id}
    return named - set(Hub.objects.visible_to(viewer).filter(pk__in=named).values_list("pk", flat=True))


def tag_labels() -> dict[str, str]:
    """Labels of the official terms in force by slug, and of languages by code, for ``differences``."""
    terms = Term.objects.filter(list__in_force=True, list__name__in=KIND_OF_LIST)
    return dict(LANGUAGES) | {term.slug: term.label for term in terms}


def differences(row: ImportRow, labels: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What a changed row changes: field, before and after, as short texts."""
    if row.outcome != Outcome.CHANGED:
        return []
    return [
        (str(LABELS[name]), _shown(old, new, labels), _shown(new, old, labels))
        for name, (old, new) in {name: (row.before[name], row.after[name]) for name in row.after}.items()
        if name != "catalogue_key"
    ]


def _shown(value: Any, other: Any, labels: Mapping[str, str]) -> str:
    """A value as text; of tags and descriptions only what the other side does not have."""
    if isinstance(value, dict):
        own = {name: part for name, part in value.items() if (other or {}).get(name) != part}
        parts = sorted(own.items(), key=lambda pair: labels.get(pair[0], pair[0]))
        return "; ".join(f"{labels.get(name, name)}: {Truncator(part).chars(SHORT)}" for name, part in parts)
    return "" if value is None else str(value)
