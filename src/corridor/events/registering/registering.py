"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.events.tabs import Tab, register_own_tabs
from corridor.kernel.journal import register_verbs

VERBS: Final = {
    "register-for-event": _("Registered for an event"),
    "apply-for-event": _("Registration for an event sent, not confirmed yet"),
    "confirm-registration": _("Registration for an event confirmed"),
    "claim-registration": _("Registration for an event taken over by its account"),
    "change-registration": _("Registration for an event changed"),
    "cancel-registration": _("Registration for an event cancelled"),
    "promote-registration": _("Moved up from the waiting list of an event"),
}


def register() -> None:
    from . import letters

    letters.register()
    register_verbs(VERBS)
    mine = Tab("own", pgettext_lazy("event", "My registration"), "events:own", 0)
    register_own_tabs("own", lambda _registration: [mine])
