"""How every record of a group is changed: locked, refused where somebody wrote first, in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction

from corridor.kernel import journal
from corridor.kernel.errors import Conflict

Record = TypeVar("Record", bound=models.Model)


def change(record: Record, *, by: Any, verb: str, version: int, values: Mapping[str, Any]) -> Record:
    """Write ``values`` if nobody wrote since ``version``. Nothing is written where nothing differs."""
    with transaction.atomic():
        kept: Any = type(record)._default_manager.select_for_update().get(pk=record.pk)  # noqa: SLF001
        if kept.version != version:
            raise Conflict
        before = {name: getattr(kept, name) for name in values}
        changed = {name: value for name, value in values.items() if value != before[name]}
        if changed:
            for name, value in changed.items():
                setattr(kept, name, value)
            kept.version += 1
            kept.save()
            old = {name: before[name] for name in changed}
            journal.record(verb, kept, by=by, before=plain(old), after=plain(changed))
    return kept  # type: ignore[no-any-return]


def add(record: Record, *, by: Any, verb: str, values: Mapping[str, Any]) -> Record:
    with transaction.atomic():
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
        journal.record(verb, record, by=by, after=plain(values))
    return record


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the journal keeps them: days in ISO form."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
