"""What the members' tables hold about people: who acted for which hub and group, and a hub's contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces

from .actions import announce_hubs
from .imports.models import ImportRow, ImportRun, RunState
from .models import GroupRole, Hub, Seat

PREVIEWS_KEPT: Final = timedelta(days=90)
BY = _("the group's history stays true: who acted for whom, after an erasure without a name")
IMPERSONAL = {
    "members.Organisation": "a legal entity and its website",
}


# Seats and roles


def export_seats(person: Any) -> Iterable[Mapping[str, Any]]:
    terms = ("role", "since", "until", "ended_at")
    return list(Seat.objects.filter(person=person).order_by("id").values(*terms, in_hub=F("hub__name")))


def export_roles(person: Any) -> Iterable[Mapping[str, Any]]:
    terms = ("role", "basis", "since", "until", "ended_at")
    return list(
        GroupRole.objects.filter(person=person).order_by("id").values(*terms, in_group=F("group__slug"))
    )


def end_seats(person: Any) -> None:
    """They end now and stay in the history. Who is missing then is shown to moderators and operators
    under "Needs you now"."""
    Seat.objects.current().filter(person=person).update(ended_at=timezone.now())


def end_roles(person: Any) -> None:
    GroupRole.objects.current().filter(person=person).update(ended_at=timezone.now())


# Hubs


def export_contacts(person: Any) -> Iterable[Mapping[str, Any]]:
    return Hub.objects.filter(email__iexact=person.email).order_by("id").values("slug", "email")


def erase_contacts(person: Any) -> None:
    """A hub's public contact may be a person's own address."""
    hubs = list(Hub.objects.filter(email__iexact=person.email).values_list("id", flat=True))
    Hub.objects.filter(id__in=hubs).update(email="")
    announce_hubs(hubs)


# Imports


def export_imports(person: Any) -> Iterable[Mapping[str, Any]]:
    return ImportRun.objects.filter(by=person).order_by("id").values("file_name", "state", "created_at")


def leave_imports(person: Any) -> None:
    ImportRun.objects.filter(by=person).update(by=None)


def expire_previews() -> int:
    """Files that somebody looked at and never imported."""
    old = ImportRun.objects.filter(state=RunState.PREVIEWED, created_at__lt=timezone.now() - PREVIEWS_KEPT)
    gone = old.count()
    old.delete()
    return gone


def sweep_runs(words: frozenset[str]) -> None:
    traces = Traces(words)
    for run in traces.rows_of(ImportRun.objects.all(), "file_name", "said").iterator():
        run.file_name = ERASED if traces.are_in(run.file_name) else run.file_name
        run.said = [] if traces.are_in(run.said) else run.said
        run.save(update_fields=["file_name", "said"])


def sweep_rows(words: frozenset[str]) -> None:
    traces = Traces(words)
    mappings, lists = ("facts", "before", "after"), ("reasons", "warnings")
    for row in traces.rows_of(ImportRow.objects.all(), "label", *mappings, *lists).iterator():
        row.label = ERASED if traces.are_in(row.label) else row.label
        for name in mappings:
            setattr(row, name, traces.without(getattr(row, name)))
        for name in lists:
            setattr(row, name, [] if traces.are_in(getattr(row, name)) else getattr(row, name))
        row.save(update_fields=["label", *mappings, *lists])


def nothing(person: Any) -> Iterable[Mapping[str, Any]]:
    """Rows of a file about hubs belong to no person; a trace in them is swept away."""
    return ()


def leave(person: Any) -> None:
    """As above."""


TABLES = (
    Personal(
        model="members.Seat",
        title=_("Your seats in hubs"),
        columns={
            "person": _("who acts for the hub"),
            "role": _("in which role"),
            "since": _("from when"),
            "until": _("until when"),
            "ended_at": _("when it ended before its time"),
        },
        withheld={"ended_by": _("who ended it; that is about somebody else")},
        basis="contract",
        kept=BY,
        seen_by=_("people of the hub and of its groups"),
        export=export_seats,
        erase=end_seats,
    ),
    Personal(
        model="members.GroupRole",
        title=_("Your roles in groups"),
        columns={
            "person": _("who has the role"),
            "role": _("which role"),
            "basis": _("how you came to it"),
            "since": _("from when"),
            "until": _("until when"),
            "ended_at": _("when it ended before its time"),
        },
        withheld={"ended_by": _("who ended it; that is about somebody else")},
        basis="contract",
        kept=BY,
        seen_by=_("people of the group"),
        export=export_roles,
        erase=end_roles,
    ),
    Personal(
        model="members.Hub",
        title=_("A hub's public contact"),
        columns={"email": _("so that companies can reach the hub, where the hub gave your address")},
        withheld={"name": _("the hub's name"), "address": _("the hub's address")},
        basis="legitimate interest",
        kept=_("until the hub changes it or you erase your account"),
        seen_by=_("everybody"),
        export=export_contacts,
        erase=erase_contacts,
    ),
    Personal(
        model="members.ImportRun",
        title=_("Imported files"),
        columns={
            "by": _("who imported, so that others can ask"),
            "file_name": _("what the file was called"),
        },
        withheld={"said": _("notes about hubs")},
        basis="legitimate interest",
        kept=_("ninety days where nothing was imported, otherwise as long as the hubs"),
        seen_by=_("moderators and the operator"),
        export=export_imports,
        erase=leave_imports,
        sweep=sweep_runs,
        expire=expire_previews,
        keep_for=PREVIEWS_KEPT,
    ),
    Personal(
        model="members.ImportRow",
        title=_("Rows of imported files"),
        columns={},
        withheld={
            name: _("what a file says about a hub")
            for name in ("facts", "before", "after", "reasons", "warnings")
        },
        basis="legitimate interest",
        kept=_("as long as the import"),
        seen_by=_("moderators and the operator"),
        export=nothing,
        erase=leave,
        sweep=sweep_rows,
    ),
)


def register() -> None:
    register_tables(TABLES, IMPERSONAL)
