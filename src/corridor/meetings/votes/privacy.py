"""What votes hold about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces

from .models import Elector

IMPERSONAL = {
    "meetings.Vote": "who opened it belongs to the group's records, without a name after an erasure",
    "meetings.VoteBallot": "a vote of a hub, or of nobody where it is secret; never of a person",
}


def _votes(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Elector.objects.filter(Q(voted_by=person) | Q(recused_by=person))
    return rows.values("recused_why", for_hub=F("hub__name"), question=F("vote__question"))


def _nothing(person: Any) -> None:
    """The row stays; its person has no name any more."""


def _sweep_reasons(words: frozenset[str]) -> None:
    """The reason of a recusal may name somebody; one that does goes as a whole."""
    traces = Traces(words)
    for row in traces.rows_of(Elector.objects.all(), "recused_why").iterator():
        if traces.are_in(row.recused_why):
            Elector.objects.filter(pk=row.pk).update(recused_why=ERASED)


def register() -> None:
    table = Personal(
        "meetings.Elector",
        {
            "voted_by": _("who voted for the hub; how the hub voted, only in an open ballot"),
            "recused_by": _("who said that the hub stays out"),
            "recused_why": _("the reason they gave"),
        },
        "legitimate interest",
        _("as long as the group keeps its records; after an erasure without a name"),
        _votes,
        _nothing,
        title=_("Hubs that voted at meetings"),
        seen_by=_("people who belong to the group"),
        sweep=_sweep_reasons,
    )
    register_tables([table], IMPERSONAL)
