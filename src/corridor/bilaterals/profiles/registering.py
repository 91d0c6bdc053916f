"""What profiles offer to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs

VERBS = {
    "join-meetings": _("1:1 meetings joined"),
    "change-profile": _("Profile for 1:1 meetings changed"),
}


def register() -> None:
    register_verbs(VERBS)
