"""What the registers hold about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces
from corridor.meetings.enums import ActionState

from .models import Action

IMPERSONAL = {
    "meetings.Decision": "who noted it belongs to the group's records, without a name after an erasure",
}


def _actions(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Action.objects.filter(Q(owner=person) | Q(closed_by=person))
    found: Iterable[Mapping[str, Any]] = rows.values(
        *("text", "due_on", "state", "noted_on", "closed_at", "closing_note"),
        in_group=F("group__slug"),
    )
    return found


def _leave(person: Any) -> None:
    """What is still open needs somebody else."""
    Action.objects.filter(owner=person, state=ActionState.OPEN).update(owner=None)


def _sweep(words: frozenset[str]) -> None:
    """An action or its note may name somebody; a text that does goes as a whole."""
    traces = Traces(words)
    for row in traces.rows_of(Action.objects.all(), "text", "closing_note").iterator():
        said = {name: getattr(row, name) for name in ("text", "closing_note")}
        kept = {name: ERASED if traces.are_in(value) else value for name, value in said.items()}
        if kept != said:
            Action.objects.filter(pk=row.pk).update(**kept)


def register() -> None:
    table = Personal(
        "meetings.Action",
        {
            "owner": _("who does it"),
            "noted_by": _("who wrote it down"),
            "closed_by": _("who said that it is done or given up"),
            "text": _("what is to be done"),
            "closing_note": _("what became of it"),
        },
        "legitimate interest",
        _("as long as the group keeps its records; after an erasure without a name"),
        _actions,
        _leave,
        title=_("Actions of groups"),
        seen_by=_("people who belong to the group"),
        sweep=_sweep,
    )
    register_tables([table], IMPERSONAL)
