from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.events.enums import Presence
from corridor.events.models import Registration
from corridor.events.tabs import Tab, register_own_tabs, register_tab
from corridor.kernel.journal import register_verbs

from . import letters

CODE: Final = Tab("code", _("Your code"), "events:own-code", 10)


def _code(registration: Registration) -> list[Tab]:
    """For those who come in person."""
    return [CODE] if registration.is_coming and registration.presence == Presence.ON_SITE else []


def register() -> None:
    letters.register()
    register_tab("participants", _("Participants"), "events:participants", 30)
    register_tab("door", _("At the door"), "events:door", 40)
    register_tab("messages", pgettext_lazy("organisers", "Messages"), "events:messages", 50)
    register_own_tabs("code", _code)
    register_verbs(
        {
            "cancel-for-somebody": _("Registration cancelled by the organisers"),
            "register-by-list": _("People registered by the organisers"),
            "edit-registration": _("Registration changed"),
            "check-in": _("Somebody checked in"),
            "undo-check-in": _("Check-in taken back"),
            "write-to-participants": _("Message to participants sent"),
        }
    )
