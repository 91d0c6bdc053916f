from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience


class NeedState(models.TextChoices):
    """From the public form it is unconfirmed until the mail's link was used, then received until a moderator
    looked at it. A hub's own is open at once."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("need", "address not confirmed")
    RECEIVED = "received", pgettext_lazy("need", "received")
    OPEN = "open", pgettext_lazy("need", "open")
    CLOSED = "closed", pgettext_lazy("need", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("need", "withdrawn")
    REFUSED = "refused", pgettext_lazy("need", "not taken up")


class ReferralState(models.TextChoices):
    SENT = "sent", pgettext_lazy("referral", "sent")
    ASKED = "asked", pgettext_lazy("referral", "question asked")
    TAKEN = "taken", pgettext_lazy("referral", "taken")
    DECLINED = "declined", pgettext_lazy("referral", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("referral", "withdrawn")
    AGREED = "agreed", pgettext_lazy("referral", "service agreed")
    DELIVERED = "delivered", pgettext_lazy("referral", "service delivered")
    DONE = "done", pgettext_lazy("referral", "result recorded")


class ClientField(models.TextChoices):
    """What is known of who needs it; each reaches another hub only where they agreed to that."""

    ORGANISATION = "organisation", _("name of the organisation")
    NAME = "name", _("name of the contact person")
    EMAIL = "email", _("e-mail address")
    PHONE = "phone", _("telephone number")
    WEBSITE = "website", _("website")
    VAT = "vat", _("VAT number")


class StaffSize(models.TextChoices):
    """As the Commission's definition of small and medium-sized companies counts."""

    MICRO = "micro", _("fewer than 10")
    SMALL = "small", _("10 to 49")
    MEDIUM = "medium", _("50 to 249")
    LARGE = "large", _("250 and more")


class Speaker(models.TextChoices):
    """Who wrote in a referral's conversation."""

    HOME = "home", _("the hub that refers")
    HUB = "hub", _("the hub that was asked")
    CLIENT = "client", _("the client")


NEED_AUDIENCES: Final = (Audience.HUB, Audience.GROUP, Audience.NETWORK, Audience.PUBLIC)
UNANSWERED: Final = (ReferralState.SENT, ReferralState.ASKED)
RUNNING: Final = (*UNANSWERED, ReferralState.TAKEN, ReferralState.AGREED)
SERVED: Final = (ReferralState.DELIVERED, ReferralState.DONE)
HOLDING: Final = (*RUNNING, *SERVED)  # a slot of a test bed, and the hub's place in the need
OVER: Final = (ReferralState.DECLINED, ReferralState.WITHDRAWN)
STARTED: Final = (NeedState.OPEN, NeedState.CLOSED)  # others than its own people may see it
ANSWER_DAYS: Final = 5
MODERATE_DAYS: Final = 2
