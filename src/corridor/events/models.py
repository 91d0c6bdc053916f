from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Deferrable, F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience, Viewer, visible_filter
from corridor.kernel.columns import hours, somebody
from corridor.kernel.i18n.fields import TextInLanguages, best_text
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.keys import DIGEST_LENGTH
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import validate_time_zone
from corridor.vocab.models import Country

from .enums import (
    ACTIVE,
    EventState,
    MessageTo,
    Mode,
    Presence,
    QuestionKind,
    RegistrationState,
    SessionKind,
)

LANGUAGE_CHOICES = list(LANGUAGES.items())


def _zone() -> Any:
    return models.CharField(
        _("time zone"), max_length=60, default="Europe/Brussels", validators=[validate_time_zone]
    )


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As its audience says once it is published; before that, those who take part in its group."""
        ours = Q(group_id__in=viewer.takes_part)
        return self.filter((~Q(state=EventState.DRAFT) & visible_filter(viewer, group="group_id")) | ours)

    def published(self) -> Self:
        return self.filter(state=EventState.PUBLISHED)


class Event(models.Model):
    """Something that others come to. ``capacity`` counts those on site; without one there is room for all.

    ``revision`` is the SEQUENCE of RFC 5545: it grows with each change that those registered need to know.
    ``link`` is where it is joined online, for those registered alone.
    """

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    state = models.CharField(
        _("state"), max_length=10, choices=EventState.choices, default=EventState.DRAFT, editable=False
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    title = TextInLanguages(_("title"))
    summary = TextInLanguages(_("in one sentence"))
    description = TextInLanguages(_("description"))
    language = models.CharField(
        _("working language"), max_length=2, choices=LANGUAGE_CHOICES, default=DEFAULT
    )
    mode = models.CharField(_("held"), max_length=8, choices=Mode.choices, default=Mode.ON_SITE)
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    country = models.ForeignKey(
        Country,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("country"),
    )
    link = models.URLField(_("link to join"), max_length=500, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    zone = _zone()
    capacity = models.PositiveIntegerField(
        _("places on site"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    contact = models.EmailField(_("address for questions"), blank=True)
    cancelled_why = models.CharField(_("reason"), max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = somebody()
    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)
    is_fictional = models.BooleanField(default=False, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(fields=["group", "slug"], name="event_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state=EventState.DRAFT) | Q(published_at__isnull=False), name="event_out_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return best_text(self.title) or self.slug

    def is_over(self, now: datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())

    @property
    def is_on_site(self) -> bool:
        return self.mode != Mode.ONLINE

    @property
    def is_online(self) -> bool:
        return self.mode != Mode.ON_SITE


class Room(models.Model):
    """Where something of the event happens. ``tables`` are those for 1:1 meetings, of ``equipment`` such as
    "screen"; an online room has a ``link`` instead of a place. ``building`` tells rooms apart between which
    people have to walk."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=100)
    building = models.CharField(_("building or floor"), max_length=100, blank=True)
    capacity = models.PositiveIntegerField(pgettext_lazy("of a room", "seats"), null=True, blank=True)
    tables = models.PositiveSmallIntegerField(
        _("tables for 1:1 meetings"), default=0, validators=[MaxValueValidator(500)]
    )
    equipment = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_online = models.BooleanField(_("online"), default=False)
    link = models.URLField(_("link to join"), max_length=500, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [models.UniqueConstraint("event", Lower("name"), name="room_once")]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """A part of the programme. A room has one at a time. Everybody attends a plenary; a workshop is chosen
    at registration."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("room")
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=SessionKind.choices, default=SessionKind.PLENARY
    )
    title = TextInLanguages(_("title"))
    summary = TextInLanguages(_("summary"))
    speakers = models.CharField(_("speakers"), max_length=500, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "ends_at", "id"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            ExclusionConstraint(
                name="room_one_session_at_a_time",
                expressions=[("room", RangeOperators.EQUAL), (hours(), RangeOperators.OVERLAPS)],
                condition=Q(room__isnull=False),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return best_text(self.title) or str(self.get_kind_display())


class Question(models.Model):
    """What registration asks besides the usual; ``options`` are texts by language, for a choice."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(
        _("kind of answer"), max_length=8, choices=QuestionKind.choices, default=QuestionKind.TEXT
    )
    text = TextInLanguages(_("question"))
    options = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    class Meta:
        ordering = ["number", "id"]
        verbose_name = _("question of registration")
        verbose_name_plural = _("questions of registration")

    def __str__(self) -> str:
        return best_text(self.text)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)

    def coming(self) -> Self:
        return self.filter(state=RegistrationState.REGISTERED)


class Registration(models.Model):
    """Somebody comes, with or without an account; ``hub`` is for whom. ``number`` is the order of the waiting
    list. ``is_listed`` is the consent that other participants see name, organisation and country;
    ``consent`` the words that were agreed to. ``code`` is read at the door.
    """

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hub = models.ForeignKey(
        Hub, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("hub")
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RegistrationState.choices,
        default=RegistrationState.UNCONFIRMED,
        editable=False,
    )
    presence = models.CharField(
        _("takes part"), max_length=8, choices=Presence.choices, default=Presence.ON_SITE
    )
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    country = models.ForeignKey(
        Country,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("country"),
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES, default=DEFAULT)
    zone = _zone()
    needs = models.CharField(_("what would help you to take part"), max_length=500, blank=True)
    is_listed = models.BooleanField(_("other participants see me"), default=False)
    consent = models.TextField(blank=True, editable=False)
    consented_at = models.DateTimeField(null=True, blank=True, editable=False)
    sessions = models.ManyToManyField(Session, related_name="+", blank=True)
    number = models.PositiveIntegerField(default=0, editable=False)
    code = models.CharField(max_length=12, unique=True, editable=False)
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    promoted_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_in_by = somebody()
    sent_revision = models.PositiveIntegerField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                "event", Lower("email"), condition=Q(state__in=ACTIVE), name="registered_once"
            ),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=ACTIVE, person__isnull=False),
                name="person_registered_once",
            ),
            models.CheckConstraint(
                condition=Q(is_listed=False) | Q(consented_at__isnull=False), name="listed_with_consent"
            ),
            models.CheckConstraint(
                condition=Q(checked_in_at__isnull=True) | Q(state=RegistrationState.REGISTERED),
                name="checked_in_is_registered",
            ),
        ]
        indexes = [models.Index(fields=["event", "state", "number"], name="registration_by_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_coming(self) -> bool:
        return self.state == RegistrationState.REGISTERED

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


class RegistrationKey(models.Model):
    """Opens somebody's own pages of the event without an account. Each letter carries a key of its own, since
    none can be read again."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"key {self.pk}"


class RegistrationAnswer(models.Model):
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="question_answered_once")
        ]

    def __str__(self) -> str:
        return self.text


class EventMessage(models.Model):
    """What the organisers wrote to all of one kind; ``count`` is how many it went to."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="messages")
    to = models.CharField(_("to"), max_length=12, choices=MessageTo.choices, default=MessageTo.REGISTERED)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=4000)
    count = models.PositiveIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_by = somebody()

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name = _("message to participants")
        verbose_name_plural = _("messages to participants")

    def __str__(self) -> str:
        return self.subject


from .sheets.models import (  # noqa: E402, F401 - tables of the same room
    ParticipantImport,
    ParticipantImportRow,
    ProgrammeImport,
    ProgrammeImportRow,
)
