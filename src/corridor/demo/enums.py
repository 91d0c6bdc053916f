from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoRole(models.TextChoices):
    """What a stranger can try the demo as; the order is the order in which it is offered."""

    EDITOR = "editor", _("editor of a hub")
    ALTERNATE = "alternate", _("alternate in the same hub")
    OTHER_EDITOR = "other-editor", _("editor of another hub")
    MODERATOR = "moderator", _("moderator of the group")
    OBSERVER = "observer", _("observer for the Commission")
    OPERATOR = "operator", _("operator of the installation")
