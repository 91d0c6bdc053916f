"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs

VERBS = {"report-change": _("Change to a published schedule reported")}


def register() -> None:
    from . import waiting

    waiting.register()
    register_verbs(VERBS)
