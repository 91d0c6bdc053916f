"""What profiles offer to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs

VERBS = {
    "join-meetings": _("1:1 meetings joined"),
    "change-profile": _("Profile for 1:1 meetings changed"),
    "leave-meetings": _("1:1 meetings left"),
    "add-entry": _("Entry of a profile added"),
    "change-entry": _("Entry of a profile changed"),
    "remove-entry": _("Entry of a profile removed"),
    "join-delegation": _("Delegation joined"),
    "leave-delegation": _("Delegation left"),
    "form-delegation": _("Delegation formed"),
    "dissolve-delegation": _("Delegation dissolved"),
}


def register() -> None:
    from . import leaving

    leaving.register()
    register_verbs(VERBS)
