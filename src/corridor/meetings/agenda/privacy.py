"""What agendas hold about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces
from corridor.meetings.enums import ItemState, Outcome

from .models import AgendaItem

TEXTS = ("title", "note", "why", "speaker_name", "answer")
IMPERSONAL = {
    "meetings.AgendaSending": "who sent it belongs to the group's records, without a name after an erasure",
}


def _items(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = AgendaItem.objects.filter(Q(speaker=person) | Q(suggested_by=person))
    found: Iterable[Mapping[str, Any]] = rows.values(
        *("title", "note", "why", "minutes", "state", "answer", "speaker_name"),
        in_group=F("meeting__group__slug"),
        on=F("meeting__held_on"),
    )
    return found


def _leave(person: Any) -> None:
    """What was not taken goes; what is still to come needs somebody else to speak."""
    mine = AgendaItem.objects.untouched().filter(suggested_by=person)
    mine.exclude(state=ItemState.ACCEPTED).delete()
    AgendaItem.objects.filter(speaker=person, outcome=Outcome.OPEN).update(speaker=None)


def _sweep(words: frozenset[str]) -> None:
    """An item may name somebody; a text that does goes as a whole."""
    traces = Traces(words)
    for row in traces.rows_of(AgendaItem.objects.all(), *TEXTS).iterator():
        said = {name: getattr(row, name) for name in TEXTS}
        kept = {name: ERASED if traces.are_in(value) else value for name, value in said.items()}
        if kept != said:
            AgendaItem.objects.filter(pk=row.pk).update(**kept)


def register() -> None:
    table = Personal(
        "meetings.AgendaItem",
        {
            "speaker": _("who introduces it"),
            "speaker_name": _("who introduces it, from outside the group"),
            "suggested_by": _("who suggested it"),
            "title": _("what it is about"),
            "note": _("what the participants should know"),
            "why": _("why it was proposed"),
            "answer": _("why a suggestion was set aside"),
        },
        "legitimate interest",
        _("as long as the group keeps its records; after an erasure without a name"),
        _items,
        _leave,
        title=_("Items of agendas"),
        seen_by=_("people who belong to the group"),
        sweep=_sweep,
    )
    register_tables([table], IMPERSONAL)
