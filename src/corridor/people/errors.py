from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import NotAllowed


class SecondFactorNeeded(NotAllowed):
    """Somebody whose role needs a second factor has none, or has not used it in this session."""

    code = "second-factor-needed"
    text = _("Your role needs a second factor. Sign in to the site and set it up.")
