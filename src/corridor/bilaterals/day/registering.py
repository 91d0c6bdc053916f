"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs

VERBS = {
    "open-secret-address": _("Secret address made"),
    "note-bilateral": _("Noted who came to a 1:1 meeting"),
    "take-replacement": _("Another 1:1 meeting taken instead of a missed one"),
    "decline-replacement": _("1:1 meeting at short notice declined"),
}


def register() -> None:
    from . import calendar, letters, met, telling

    register_verbs(VERBS)
    calendar.register()
    letters.register()
    met.register()
    telling.register()
