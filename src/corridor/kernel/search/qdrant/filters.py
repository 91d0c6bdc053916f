"""Who may see what, as Qdrant's filter: made from PostgreSQL's own, so that there is one rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from qdrant_client import models


def as_filter(visible: Q) -> models.Filter:
    """The same condition on a passage's payload. What is more than equalities and lists is refused with
    ``NotImplementedError``, since a filter that lets through too much would not show."""
    conditions = [_condition(child) for child in visible.children]
    if visible.connector == Q.AND:
        found = models.Filter(must=conditions)
    elif visible.connector == Q.OR and conditions:
        found = models.Filter(should=conditions)
    else:
        raise NotImplementedError(f"{visible} has no counterpart in Qdrant")
    return models.Filter(must_not=[found]) if visible.negated else found


def _condition(child: Any) -> models.Condition:
    if isinstance(child, Q):
        return as_filter(child)
    lookup, value = child
    name, _underscores, kind = lookup.partition("__")
    if kind == "in":
        return one_of(name, value)
    if kind or value is None:
        raise NotImplementedError(f"{lookup}={value} has no counterpart in Qdrant")
    return one_of(name, [value])


def one_of(name: str, values: Iterable[Any]) -> models.FieldCondition:
    """The payload's ``name`` is one of these texts or numbers; of a list, any of its values is."""
    plain: Any = sorted(value if isinstance(value, int) else str(value) for value in values)
    return models.FieldCondition(key=name, match=models.MatchAny(any=plain))


def all_of(*conditions: models.Condition) -> models.Filter:
    return models.Filter(must=list(conditions))


def any_of(records: Mapping[str, list[int]]) -> models.Filter:
    """Points of these records, by kind."""
    theirs: list[models.Condition] = [
        all_of(one_of("kind", [kind]), one_of("record", ids)) for kind, ids in records.items()
    ]
    return models.Filter(should=theirs)
