from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class HubKind(models.TextChoices):
    """How a hub is funded; the values are the official strings of the EDIH Catalogue."""

    EDIH = "EDIH", _("European Digital Innovation Hub")
    SEAL = "Seal of Excellence", _("Seal of Excellence")
    DIH = "DIH", _("Digital Innovation Hub")


class LegalType(models.TextChoices):
    """Types of legal entity as CORDIS and the Funding & Tenders Portal count them."""

    HES = "HES", _("higher education")
    REC = "REC", _("research organisation")
    PRC = "PRC", _("private company")
    PUB = "PUB", _("public body")
    OTH = "OTH", _("other")


class PartnerRole(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    PARTNER = "partner", _("partner")


class SeatRole(models.TextChoices):
    """In what capacity a person acts for a hub."""

    EDITOR = "editor", _("hub editor")
    DELEGATE = "delegate", _("delegate")
    ALTERNATE = "alternate", _("alternate")


class GroupRoleName(models.TextChoices):
    MODERATOR = "moderator", _("moderator")
    CO_MODERATOR = "co-moderator", _("co-moderator")
    OFFICER = "officer", _("Commission officer")
    SUPPORT = "support", _("support team")
    OBSERVER = "observer", _("observer")
    GUEST = "guest", _("guest expert")


MODERATORS: Final = (GroupRoleName.MODERATOR, GroupRoleName.CO_MODERATOR)
READERS: Final = (GroupRoleName.OFFICER, GroupRoleName.OBSERVER, GroupRoleName.GUEST)  # look on, no more


class TermBasis(models.TextChoices):
    """How somebody came to a role in a group."""

    APPOINTED = "appointed", _("appointed")
    ELECTED = "elected", _("elected")
    ROTATION = "rotation", _("by rotation")


class Source(models.TextChoices):
    """Where a hub's record came from first."""

    CATALOGUE = "catalogue", _("EDIH Catalogue")
    CORRIDOR = "corridor", _("entered here")
    DEMO = "demo", _("demo, fictional")
