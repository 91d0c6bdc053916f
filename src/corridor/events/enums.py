from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EventState(models.TextChoices):
    """That an event is over follows from its end."""

    DRAFT = "draft", pgettext_lazy("event", "being prepared")
    PUBLISHED = "published", pgettext_lazy("event", "published")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")


class Mode(models.TextChoices):
    """How an event is held; the names are those of schema.org's EventAttendanceMode."""

    ON_SITE = "on-site", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")


class Presence(models.TextChoices):
    """How one person takes part."""

    ON_SITE = "on-site", _("on site")
    ONLINE = "online", _("online")


class RegistrationState(models.TextChoices):
    """``unconfirmed``: somebody without an account who has not opened the link in the mail yet. It holds no
    place."""

    UNCONFIRMED = "unconfirmed", pgettext_lazy("registration", "not confirmed")
    REGISTERED = "registered", pgettext_lazy("registration", "registered")
    WAITING = "waiting", pgettext_lazy("registration", "on the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("words")
    CHOICE = "choice", _("one of several")
    YES_NO = "yes-no", _("yes or no")


class SessionKind(models.TextChoices):
    PLENARY = "plenary", _("plenary session")
    WORKSHOP = "workshop", _("workshop")
    BREAK = "break", pgettext_lazy("programme", "break")
    BILATERALS = "bilaterals", _("1:1 meetings")


class MessageTo(models.TextChoices):
    """Whom a message of the organisers reaches."""

    REGISTERED = "registered", _("everybody registered")
    WAITING = "waiting", _("everybody on the waiting list")
    CAME = "came", _("those who came")
    ABSENT = "absent", _("those who did not come")


ACTIVE: Final = (RegistrationState.REGISTERED, RegistrationState.WAITING, RegistrationState.UNCONFIRMED)
EVENT_AUDIENCES: Final = ("group", "network", "public")
