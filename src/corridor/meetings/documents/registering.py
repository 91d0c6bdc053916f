"""What documents offer to the rest of the house, said once at start-up."""

from __future__ import annotations

from django.conf import settings


def register() -> None:
    from corridor.kernel.http.uploads import MEGA, allow_larger

    from . import privacy

    privacy.register()
    allow_larger(r"/meetings/\d+/documents/", lambda: (settings.LARGEST_DOCUMENT + 1) * MEGA)
