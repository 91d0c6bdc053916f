"""What cancelled 1:1 meetings hold about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.models import Bilateral
from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces


def _cancelled(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Bilateral.objects.filter(cancelled_by=person)
    return rows.values("cancelled_at", "cancelled_why", event=F("bilaterals__event__title"))


def _forget(person: Any) -> None:
    """The meeting stays cancelled; why it was goes."""
    Bilateral.objects.filter(cancelled_by=person).update(cancelled_why="")


def _sweep_reasons(words: frozenset[str]) -> None:
    """A reason may name somebody; one that does goes as a whole."""
    traces = Traces(words)
    for row in traces.rows_of(Bilateral.objects.all(), "cancelled_why").iterator():
        if traces.are_in(row.cancelled_why):
            Bilateral.objects.filter(pk=row.pk).update(cancelled_why=ERASED)


def register() -> None:
    table = Personal(
        "bilaterals.Bilateral",
        {
            "cancelled_by": _("who cancelled a 1:1 meeting"),
            "cancelled_why": _("the reason they gave"),
        },
        "contract",
        _("as long as the group keeps its records; after an erasure without a name"),
        _cancelled,
        _forget,
        title=_("1:1 meetings that you cancelled"),
        seen_by=_("those who organise the event"),
        sweep=_sweep_reasons,
    )
    register_tables([table])
