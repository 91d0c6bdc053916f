"""What requests offer to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs

VERBS = {
    "ask-for-meeting": _("1:1 meeting asked for"),
    "accept-meeting": _("1:1 meeting accepted"),
    "decline-meeting": _("1:1 meeting declined"),
    "withdraw-meeting": _("Request for a 1:1 meeting withdrawn"),
    "cancel-meeting": _("1:1 meeting cancelled"),
    "expire-meeting": _("Request for a 1:1 meeting not answered in time"),
}


def register() -> None:
    from . import answering, letters, waiting

    letters.register()
    answering.register()
    waiting.register()
    register_verbs(VERBS)
