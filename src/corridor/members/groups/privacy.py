"""What the groups' own tables hold about people. Roles themselves are described with the members' tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces

from .elections.models import Candidate, Participation
from .handovers.models import Handover, HandoverItem
from .rotations.models import RotationTurn

BASIS = "legitimate interest"
KEPT = _("as long as the group keeps its records; after an erasure without a name")
SEEN_BY = _("people who belong to the group")
IMPERSONAL = {
    "members.Mandate": "the contact is the shared mailbox of a group",
    "members.Election": "who opened it belongs to the group's records, without a name after an erasure",
    "members.Ballot": "a vote of nobody: it refers to no hub and to no person who voted",
}


def register() -> None:
    register_tables(_TABLES, IMPERSONAL)


def _nothing(person: Any) -> None:
    """The row stays; its person has no name any more."""


def _turns(person: Any) -> Iterable[Mapping[str, Any]]:
    return RotationTurn.objects.filter(person=person).values("position", in_group=F("rotation__group__slug"))


def _leave_turns(person: Any) -> None:
    """A turn that was never taken goes; one that was stays in the history."""
    RotationTurn.objects.filter(person=person, given=None).delete()


def _candidacies(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Candidate.objects.filter(Q(person=person) | Q(nominated_by=person))
    return rows.values(
        "accepted_at", "declined_at", in_group=F("election__group__slug"), of_hub=F("hub__name")
    )


def _withdraw(person: Any) -> None:
    """From elections that are not yet counted."""
    mine = Candidate.objects.filter(person=person, election__counted_at=None)
    mine.update(accepted_at=None, declined_at=timezone.now())


def _votes(person: Any) -> Iterable[Mapping[str, Any]]:
    return Participation.objects.filter(by=person).values(
        in_group=F("election__group__slug"), for_hub=F("hub__name")
    )


def _handovers(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Handover.objects.filter(Q(role__person=person) | Q(successor=person) | Q(started_by=person))
    return rows.values("on_date", "notes", "done_at", in_group=F("group__slug"))


def _cancel_handovers(person: Any) -> None:
    """Nothing passes on to somebody who is gone."""
    coming = Handover.objects.filter(successor=person, done_at=None, cancelled_at=None)
    coming.update(cancelled_at=timezone.now())


def _duties(person: Any) -> Iterable[Mapping[str, Any]]:
    return HandoverItem.objects.filter(taken_by=person).values("title", "note", "due_on")


def _leave_duties(person: Any) -> None:
    HandoverItem.objects.filter(taken_by=person, done_at=None).update(taken_by=None)


def _sweep_notes(words: frozenset[str]) -> None:
    """Notes for a successor may name somebody; a note that does goes as a whole."""
    traces = Traces(words)
    for handover in traces.rows_of(Handover.objects.all(), "notes").iterator():
        if traces.are_in(handover.notes):
            Handover.objects.filter(pk=handover.pk).update(notes=ERASED)


def _sweep_duties(words: frozenset[str]) -> None:
    traces = Traces(words)
    for item in traces.rows_of(HandoverItem.objects.all(), "title", "note").iterator():
        item.title = traces.without(item.title)
        item.note = ERASED if traces.are_in(item.note) else item.note
        item.save(update_fields=["title", "note"])


def _table(
    model: str,
    title: Text,
    columns: Mapping[str, Text],
    export: Any,
    erase: Any = _nothing,
    *,
    sweep: Any = None,
) -> Personal:
    named = {"title": title, "seen_by": SEEN_BY, "sweep": sweep}
    return Personal(f"members.{model}", columns, BASIS, KEPT, export, erase, **named)


_TABLES = (
    _table("RotationTurn", _("Turns in a rotation"), {"person": _("whose turn it is")}, _turns, _leave_turns),
    _table(
        "Candidate",
        _("Candidates of elections"),
        {"person": _("who was nominated"), "nominated_by": _("who did so for the hub")},
        _candidacies,
        _withdraw,
    ),
    _table("Participation", _("Hubs that voted"), {"by": _("who voted for the hub; not how")}, _votes),
    _table(
        "Handover",
        _("Handovers of roles"),
        {
            "successor": _("who takes over"),
            "started_by": _("who began it"),
            "notes": _("what the successor should know"),
        },
        _handovers,
        _cancel_handovers,
        sweep=_sweep_notes,
    ),
    _table(
        "HandoverItem",
        _("What is handed over"),
        {"taken_by": _("who takes it"), "note": _("what they should know")},
        _duties,
        _leave_duties,
        sweep=_sweep_duties,
    ),
)
