from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LetterState(models.TextChoices):
    """``sending``: the mail server is just being given the text. ``uncertain``: it had begun to be given
    it when something broke, so that the letter may have arrived; only a person sends it again."""

    WAITING = "waiting", pgettext_lazy("letter", "waiting")
    SENDING = "sending", pgettext_lazy("letter", "being handed over")
    SENT = "sent", pgettext_lazy("letter", "sent")
    FAILED = "failed", pgettext_lazy("letter", "failed")
    UNCERTAIN = "uncertain", pgettext_lazy("letter", "may have arrived")
    CANCELLED = "cancelled", pgettext_lazy("letter", "cancelled")
    SUPPRESSED = "suppressed", pgettext_lazy("letter", "held back: address unreachable")


STUCK: Final = (LetterState.FAILED, LetterState.UNCERTAIN)
CAN_GO_AGAIN: Final = (*STUCK, LetterState.CANCELLED, LetterState.SUPPRESSED)


class Rhythm(models.TextChoices):
    """How often somebody wants mail. What needs an answer always comes at once."""

    NEEDED = "needed", _("Only what needs me")
    DAILY = "daily", _("Once a day, in the morning")
    WEEKLY = "weekly", _("Once a week, on Monday morning")
    AT_ONCE = "at-once", _("Everything, at once")


DIGESTS: Final = (Rhythm.DAILY, Rhythm.WEEKLY)


class Obstacle(models.TextChoices):
    """Why an address gets no more mail."""

    BOUNCE = "bounce", _("mail came back")
    COMPLAINT = "complaint", _("marked as unwanted")
    UNSUBSCRIBED = "unsubscribed", _("wants no news")


class Arrival(models.TextChoices):
    """What a mail that came in turned out to be."""

    ANSWER = "answer", _("answer")
    UNCLEAR = "unclear", _("answer not understood")
    REFUSED = "refused", _("unknown, expired or used key")
    AUTOMATIC = "automatic", _("automatic reply")
    BOUNCE = "bounce", _("delivery report")
    COMPLAINT = "complaint", _("complaint")
    OTHER = "other", _("for nobody here")
    UNREADABLE = "unreadable", _("cannot be read")


KEPT_FOR_OPERATOR: Final = (Arrival.OTHER, Arrival.UNREADABLE)
