from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.events.enums import Presence
from corridor.events.models import Registration
from corridor.events.tabs import register_own_tab, register_tab
from corridor.kernel.journal import register_verbs

from . import letters


def _comes_in_person(registration: Registration) -> bool:
    return registration.is_coming and registration.presence == Presence.ON_SITE


def register() -> None:
    letters.register()
    register_tab("participants", _("Participants"), "events:participants", 30)
    register_tab("door", _("At the door"), "events:door", 40)
    register_tab("messages", pgettext_lazy("organisers", "Messages"), "events:messages", 50)
    register_own_tab("code", _("Your code"), "events:own-code", 10, _comes_in_person)
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
