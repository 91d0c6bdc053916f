"""From which state an application or a claim goes to which, under a lock on its row."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.utils.translation import gettext_lazy as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict
from corridor.members.admission.enums import ApplicationState as A
from corridor.members.admission.enums import ClaimState as C
from corridor.members.admission.models import Application, Claim

Record = TypeVar("Record", Application, Claim)

NEXT: Final[dict[type, dict[str, set[str]]]] = {
    Application: {
        A.UNCONFIRMED: {A.OPEN, A.WITHDRAWN},
        A.OPEN: {A.OPEN, A.ASKED, A.ADMITTED, A.DECLINED, A.WITHDRAWN},
        A.ASKED: {A.OPEN, A.ASKED, A.ADMITTED, A.DECLINED, A.WITHDRAWN},
    },
    Claim: {
        C.UNCONFIRMED: {C.OPEN, C.WITHDRAWN},
        C.OPEN: {C.GRANTED, C.DECLINED, C.WITHDRAWN},
    },
}


class Decided(Conflict):
    text = _("Somebody was faster: this has been decided already. The page shows how.")


def locked(record: Record) -> Record:
    return type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)  # noqa: SLF001


def move(record: Record, state: str, *, verb: str, by: Any = None, **told: Any) -> None:
    """Write the new state of a locked row, and say so in the journal; ``Decided`` where it cannot be."""
    before = record.state
    if state not in NEXT[type(record)].get(before, set()):
        raise Decided
    record.state = state
    record.save()
    journal.record(verb, record, by=by, before={"state": before}, after={"state": state} | told)
