"""What was asked in vain, by week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import TruncWeek
from django.utils.translation import get_language

from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.search.registry import registry, terminology
from corridor.members.enums import MODERATORS, GroupRoleName
from corridor.members.groups.rules import roles_in
from corridor.members.models import WorkingGroup

from .models import UnmetDemand


@dataclass(frozen=True)
class Asked:
    """What was asked in one week: ``filters`` and ``nearest`` in words of the reader's language."""

    week: date
    text: str
    language: str
    filters: str
    nearest: str
    address: str
    count: int


def group_with_demand(person: Any, slug: str) -> WorkingGroup:
    """For moderators and the support team."""
    group = WorkingGroup.objects.filter(slug=slug).first()
    if group is None or not roles_in(person, group) & {*MODERATORS, GroupRoleName.SUPPORT}:
        raise NotFound
    return group


def by_week() -> QuerySet[UnmetDemand, Any]:
    """The newest week first, and in it what was asked most."""
    rows = UnmetDemand.objects.order_by().annotate(week=TruncWeek("day"))
    counted = rows.values("week", "text", "language", "filters").annotate(
        asked=Sum("count"), near=Max("nearest")
    )
    return counted.order_by("-week", "-asked", "text", "language", "filters")


def asked(rows: Any) -> list[Asked]:
    language = get_language() or DEFAULT
    label = terminology().label
    return [
        Asked(
            week=row["week"],
            text=row["text"],
            language=row["language"],
            filters=_in_words(row["filters"], language),
            nearest=label(row["near"], language) if row["near"] else "",
            address=row["near"].removeprefix("concept:") if row["near"].startswith("concept:") else "",
            count=row["asked"],
        )
        for row in rows
    ]


def weeks(rows: list[Asked]) -> Iterator[tuple[date, list[Asked]]]:
    for week, of_this in groupby(rows, attrgetter("week")):
        yield week, list(of_this)


def _in_words(filters: str, language: str) -> str:
    return ", ".join(_named(name, code, language) for name, code in parse_qsl(filters))


def _named(name: str, code: str, language: str) -> str:
    kind = registry.facets.get(name)
    if kind is None:
        return code
    return f"{kind.title()}: {kind.label([code], language).get(code, code)}"
