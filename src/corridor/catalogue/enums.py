from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience


class ServiceState(models.TextChoices):
    """A draft is the hub's own; that it waits for its review follows from ``submitted_at``."""

    DRAFT = "draft", pgettext_lazy("service", "draft")
    SHARED = "shared", pgettext_lazy("service", "shared")
    WITHDRAWN = "withdrawn", pgettext_lazy("service", "withdrawn")


class Delivery(models.TextChoices):
    ON_SITE = "on-site", _("on site")
    REMOTE = "remote", _("remote")
    BOTH = "both", _("on site or remote")


class Customer(models.TextChoices):
    """Who may use a service."""

    SME = "sme", _("small and medium-sized companies")
    MIDCAP = "midcap", _("mid-caps")
    LARGE = "large", _("large companies")
    PUBLIC = "public", _("public bodies")
    RESEARCH = "research", _("research and education")
    HUB = "hub", _("other hubs")


class AidBasis(models.TextChoices):
    """On which rule the difference between list price and price rests."""

    NONE = "none", _("no State aid")
    DE_MINIMIS = "de-minimis", _("de minimis aid (Regulation 2023/2831)")
    ARTICLE_28 = "article-28", _("innovation aid for SMEs (Article 28, Regulation 651/2014)")


class PriceUnit(models.TextChoices):
    PROJECT = "project", _("per project")
    DAY = "day", _("per day")
    PERSON = "person", _("per person")
    HOUR = "hour", _("per hour")


class Setting(models.TextChoices):
    INDOOR = "indoor", _("indoor")
    OUTDOOR = "outdoor", _("outdoor")
    BOTH = "both", _("indoor and outdoor")


class Verdict(models.TextChoices):
    SHARED = "shared", pgettext_lazy("review", "shared")
    RETURNED = "returned", pgettext_lazy("review", "returned")


class Check(models.TextChoices):
    """What a reviewer looks at, one by one."""

    UNDERSTOOD = "understood", _("A company without specialists understands what happens and what it gets.")
    CATEGORY = "category", _("Category, technologies and sectors fit what is described.")
    CONDITIONS = "conditions", _("It is clear who may use it, where, when and in which languages.")
    PRICE = "price", _("Prices and the basis in State-aid law are stated and plausible.")
    NOT_ADVERTISING = "not-advertising", _("It is no advertising for a product of one of the partners.")
    PERSONAL = "personal", _("It names no persons and no confidential matters.")


SERVICE_AUDIENCES: Final = (Audience.HUB, Audience.GROUP, Audience.NETWORK, Audience.PUBLIC)
GOOD_FOR_DAYS: Final = 365  # after its last confirmation a service counts as stale
ASK_BEFORE_DAYS: Final = 30  # the owner is asked so long before
