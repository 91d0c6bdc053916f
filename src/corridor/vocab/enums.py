from django.db import models
from django.utils.translation import gettext_lazy as _


class ListName(models.TextChoices):
    """The official lists of the EDIH Catalogue."""

    TECHNOLOGIES = "technologies", _("Technologies")
    SECTORS = "sectors", _("Sectors")
    SERVICE_CATEGORIES = "service-categories", _("Service categories")
    SERVICE_TAGS = "service-tags", _("Services")
    HUB_KINDS = "hub-kinds", _("Kinds of hub")


class Membership(models.TextChoices):
    """How a country stands to the European Union, as far as hubs are concerned."""

    MEMBER_STATE = "member-state", _("EU Member State")
    ASSOCIATED = "associated", _("associated country")
    OTHER = "other", _("other country")
