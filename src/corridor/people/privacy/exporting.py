"""What a person gets who asks for everything that we hold about them: the same in JSON and on a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from corridor.kernel.privacy import Personal, data_map
from corridor.people.models import Person

from .words import basis_in_words

FORMAT = "corridor-own-data/1"


@dataclass(frozen=True)
class Section:
    """One table, as a page shows it."""

    title: str
    pairs: Sequence[Sequence[tuple[str, str]]]


def as_json(person: Person, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Every table with what its columns are for, then its rows."""
    told = {
        "format": FORMAT,
        "about": str(person.uid),
        "from": settings.BASE_URL,
        "made_at": timezone.now(),
        "tables": {label: _described(data_map()[label]) | {"rows": rows[label]} for label in sorted(rows)},
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _described(table: Personal) -> dict[str, Any]:
    return {
        "title": title_of(table),
        "columns": {name: str(purpose) for name, purpose in table.columns.items()},
        "withheld": {name: str(reason) for name, reason in table.withheld.items()},
        "basis": basis_in_words(table.basis),
        "kept": str(table.kept),
    }


def sections(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Section]:
    """Tables that hold something about this person."""
    return [_section(data_map()[label], those) for label, those in rows.items() if those]


def _section(table: Personal, rows: Sequence[Mapping[str, Any]]) -> Section:
    pairs = [[(_heading(table, name), _shown(value)) for name, value in row.items()] for row in rows]
    return Section(title_of(table), pairs)


def title_of(table: Personal) -> str:
    if table.title:
        return str(table.title)
    name = str(apps.get_model(table.model)._meta.verbose_name_plural)  # noqa: SLF001
    return name[:1].upper() + name[1:]


def _heading(table: Personal, name: str) -> str:
    """A column's own name for people, where it has one."""
    model = apps.get_model(table.model)
    names = {field.name: getattr(field, "verbose_name", field.name) for field in model._meta.get_fields()}  # noqa: SLF001
    return str(names.get(name, name.replace("__", " ").replace("_", " ")))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, list | dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return "" if value is None else str(value)
