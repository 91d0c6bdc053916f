"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs

VERBS = {
    "set-up-bilaterals": _("1:1 meetings switched on"),
    "edit-bilaterals": _("Settings of the 1:1 meetings changed"),
}


def register() -> None:
    register_verbs(VERBS)
