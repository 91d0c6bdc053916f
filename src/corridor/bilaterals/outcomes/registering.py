"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs


def register() -> None:
    from . import asking

    register_verbs({"say-outcome": _("Said what came of a 1:1 meeting")})
    asking.register()
