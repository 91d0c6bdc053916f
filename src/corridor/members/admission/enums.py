from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience


class ApplicationState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("waits for the confirmation by e-mail")
    OPEN = "open", _("is being read by the moderators")
    ASKED = "asked", _("waits for an answer of the applicant")
    ADMITTED = "admitted", _("admitted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn by the applicant")


UNDECIDED: Final = (ApplicationState.OPEN, ApplicationState.ASKED)


class Fit(models.TextChoices):
    """What the moderators find when they check an answer against its criterion."""

    FITS = "fits", _("fits")
    UNCLEAR = "unclear", _("unclear")
    DOES_NOT = "does-not", _("does not fit")


class MessageKind(models.TextChoices):
    """What is said between the moderators and the applicant; both sides read all of it."""

    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    ADDITION = "addition", _("addition")
    DECISION = "decision", _("decision")


class ClaimState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("waits for the confirmation by e-mail")
    OPEN = "open", _("is being looked at")
    GRANTED = "granted", _("granted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InvitationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("invitation", "open")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "revoked")
    EXPIRED = "expired", pgettext_lazy("invitation", "expired")


HUB_AUDIENCES: Final = (Audience.PUBLIC, Audience.NETWORK)  # what a new hub may choose from
