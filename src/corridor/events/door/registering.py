from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs

from . import letters


def register() -> None:
    letters.register()
    register_verbs(
        {
            "promote": _("Place given to somebody who waited"),
            "cancel-for-somebody": _("Registration cancelled by the organisers"),
            "register-by-list": _("People registered by the organisers"),
            "edit-registration": _("Registration changed"),
            "check-in": _("Somebody checked in"),
            "undo-check-in": _("Check-in taken back"),
            "write-to-participants": _("Message to participants sent"),
        }
    )
