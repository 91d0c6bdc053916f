from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.events.tabs import register_tab
from corridor.kernel.journal import register_verbs


def register() -> None:
    register_tab("programme", _("Programme"), "events:programme", 10)
    register_tab("questions", _("Questions"), "events:questions", 20)
    register_verbs(
        {
            "add-to-programme": _("Room, session or question added"),
            "edit-programme": _("Room, session or question changed"),
            "remove-from-programme": _("Room, session or question removed"),
        }
    )
