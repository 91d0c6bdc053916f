"""What the members' tables hold about people: who acted for which hub and group, and a hub's contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.sheets.personal import tables_of

from .actions import announce_hubs
from .imports.models import ImportRow, ImportRun
from .models import GroupRole, Hub, Seat

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
    *tables_of(
        ImportRun,
        ImportRow,
        title=_("Imported files"),
        of_rows=_("Rows of imported files"),
        about=_("what a file says about a hub"),
        seen_by=_("moderators and the operator"),
    ),
)


def register() -> None:
    register_tables(TABLES, IMPERSONAL)
