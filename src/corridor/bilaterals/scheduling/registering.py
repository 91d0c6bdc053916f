"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs
from corridor.kernel.privacy import register_tables

VERBS = {
    "propose-schedule": _("Schedule of 1:1 meetings asked for"),
    "stop-schedule": _("Search for a schedule stopped"),
    "discard-schedule": _("Schedule of 1:1 meetings discarded"),
    "publish-schedule": _("Schedule of 1:1 meetings published"),
}
IMPERSONAL = {
    "bilaterals.Proposal": "ids of meetings, slots and tables; who asked belongs to the event's records",
}


def register() -> None:
    from . import telling

    telling.register()
    register_verbs(VERBS)
    register_tables(impersonal=IMPERSONAL)
