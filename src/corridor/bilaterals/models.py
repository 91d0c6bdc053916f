from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.events.models import Event, Registration, Room
from corridor.kernel.columns import hours, somebody
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.vocab.models import Concept, Term

from .enums import (
    OPEN,
    AskState,
    BilateralState,
    EntryKind,
    Half,
)

LANGUAGE_CHOICES = list(LANGUAGES.items())


class Bilaterals(models.Model):
    """The 1:1 meetings of one event. ``asking_opens_at`` to ``asking_closes_at`` people ask each other;
    nobody has more than ``most_asked`` requests open or ``most_meetings`` meetings. ``spread`` is the most by
    which the waits of two people may differ, ``seconds`` how long the engine may look for a schedule, and
    ``walk_minutes`` what it takes from one building to another."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    slot_minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), default=20, validators=[MinValueValidator(5), MaxValueValidator(120)]
    )
    pause_minutes = models.PositiveSmallIntegerField(
        _("minutes between meetings"), default=5, validators=[MaxValueValidator(60)]
    )
    asking_opens_at = models.DateTimeField(_("requests from"), null=True, blank=True)
    asking_closes_at = models.DateTimeField(_("requests until"), null=True, blank=True)
    most_asked = models.PositiveSmallIntegerField(
        _("open requests of one person at most"), default=10, validators=[MinValueValidator(1)]
    )
    most_meetings = models.PositiveSmallIntegerField(
        _("meetings of one person at most"), default=10, validators=[MinValueValidator(1)]
    )
    spread = models.PositiveSmallIntegerField(_("fairness"), null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(
        _("seconds for a schedule"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
    )
    walk_minutes = models.PositiveSmallIntegerField(
        _("minutes to another building"), default=0, validators=[MaxValueValidator(60)]
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("1:1 meetings")
        verbose_name_plural = _("1:1 meetings")

    def __str__(self) -> str:
        return str(self.event)


class Slot(models.Model):
    """A time in which meetings are held; ``number`` from 1. Those of one event never overlap."""

    bilaterals = models.ForeignKey(Bilaterals, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_morning = models.BooleanField(default=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["bilaterals", "number"], name="slot_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_slot_ends_after"),
            ExclusionConstraint(
                name="meeting_slots_apart",
                expressions=[("bilaterals", RangeOperators.EQUAL), (hours(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.starts_at}"


class Table(models.Model):
    """Where a meeting is held; online it is a ``link``. One that is lost has ``lost_at``."""

    bilaterals = models.ForeignKey(Bilaterals, on_delete=models.CASCADE, related_name="tables")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveSmallIntegerField()
    is_online = models.BooleanField(default=False)
    link = models.URLField(max_length=500, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["bilaterals", "number"], name="table_number_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Delegation(models.Model):
    """People who come together and share their meetings: whoever asks one of them meets all that are free."""

    bilaterals = models.ForeignKey(Bilaterals, on_delete=models.CASCADE, related_name="delegations")
    name = models.CharField(_("name"), max_length=200)
    made_by = somebody()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class ProfileQuerySet(models.QuerySet["Profile"]):
    def present(self) -> Self:
        """Of people who still come."""
        return self.filter(left_at=None, registration__state="registered")


class Profile(models.Model):
    """Somebody registered who wants 1:1 meetings. ``languages`` that they speak, in order of preference.
    ``priority`` of their meetings against those of others, given by moderators. ``late_until``: on
    the day they come later."""

    bilaterals = models.ForeignKey(Bilaterals, on_delete=models.CASCADE, related_name="profiles")
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="+")
    delegation = models.ForeignKey(
        Delegation, null=True, blank=True, on_delete=models.SET_NULL, related_name="profiles"
    )
    headline = models.CharField(_("in one line"), max_length=200, blank=True)
    about = models.TextField(_("about you"), max_length=2000, blank=True)
    languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    half = models.CharField(_("would rather meet"), max_length=10, choices=Half.choices, default=Half.EITHER)
    away = models.ManyToManyField(Slot, related_name="+", blank=True)
    wants_suggestions = models.BooleanField(_("suggest people to me by mail"), default=True)
    priority = models.PositiveSmallIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True, editable=False)
    late_until = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["registration__name", "id"]
        verbose_name = _("profile for 1:1 meetings")
        verbose_name_plural = _("profiles for 1:1 meetings")

    def __str__(self) -> str:
        return self.registration.name


class Entry(models.Model):
    """One thing that somebody offers, looks for, or has in mind. ``source`` is the record it was taken from,
    such as "service" and its key; empty where it was typed."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    title = models.CharField(_("in one line"), max_length=150)
    text = models.TextField(_("in more words"), max_length=2000, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default=DEFAULT)
    technologies = models.ManyToManyField(Term, related_name="+", blank=True)
    sectors = models.ManyToManyField(Term, related_name="+", blank=True)
    concepts = models.ManyToManyField(Concept, related_name="+", blank=True)
    source = models.CharField(max_length=20, blank=True, editable=False)
    source_key = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("entry of a profile")
        verbose_name_plural = _("entries of a profile")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "kind", "source", "source_key"],
                condition=~Q(source=""),
                name="entry_taken_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Ask(models.Model):
    """One person asks another for a meeting. ``because`` is what the engine said of the two, with
    ``was_suggested`` where it came from it."""

    bilaterals = models.ForeignKey(Bilaterals, on_delete=models.CASCADE, related_name="asks")
    by = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="asked")
    to = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="asked_by")
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.SENT)
    reason = models.CharField(_("why you want to meet"), max_length=1000, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGE_CHOICES, default=DEFAULT)
    answer = models.CharField(_("words to the other"), max_length=1000, blank=True)
    was_suggested = models.BooleanField(default=False)
    because = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("request for a meeting")
        verbose_name_plural = _("requests for meetings")
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("to")), name="asks_another"),
            models.UniqueConstraint(
                Func("by", "to", function="least"),
                Func("by", "to", function="greatest"),
                condition=Q(state__in=OPEN),
                name="two_ask_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "withdrawn", "expired"]) | Q(answered_at__isnull=False),
                name="ask_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} -> {self.to}"


class Bilateral(models.Model):
    """A meeting that was agreed, of two people or more. ``ask`` led to it; moderators make others. ``slot``
    fixes its time, ``half`` wishes one. The meetings ``after`` which it is held come before it."""

    bilaterals = models.ForeignKey(Bilaterals, on_delete=models.CASCADE, related_name="meetings")
    ask = models.OneToOneField(Ask, null=True, blank=True, on_delete=models.SET_NULL, related_name="meeting")
    people = models.ManyToManyField(Profile, through="Party", related_name="meetings")
    state = models.CharField(max_length=10, choices=BilateralState.choices, default=BilateralState.AGREED)
    priority = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    is_online = models.BooleanField(default=False)
    half = models.CharField(max_length=10, choices=Half.choices, default=Half.EITHER)
    slot = models.ForeignKey(Slot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    after = models.ManyToManyField("self", symmetrical=False, related_name="before", blank=True)
    agreed_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = somebody()
    cancelled_why = models.CharField(_("reason"), max_length=500, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)  # when somebody said so

    class Meta:
        ordering = ["id"]
        verbose_name = _("1:1 meeting")
        verbose_name_plural = _("1:1 meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=BilateralState.AGREED) | Q(cancelled_at__isnull=False),
                name="bilateral_cancelled_is_dated",
            )
        ]

    def __str__(self) -> str:
        return f"1:1 {self.pk}"


class Party(models.Model):
    """Somebody's part in a meeting. ``came`` is what another side of it noted; empty: nobody did."""

    meeting = models.ForeignKey(Bilateral, on_delete=models.CASCADE, related_name="parties")
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="parties")
    came = models.BooleanField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "profile"], name="party_once_in_a_meeting")]

    def __str__(self) -> str:
        return f"{self.profile} in {self.meeting_id}"


from .day.models import Replacement, SecretAddress  # noqa: E402 - tables of the same room
from .outcomes.models import Outcome  # noqa: E402
from .scheduling.models import BookedParty, Booking, Proposal  # noqa: E402

__all__ = [
    "Ask",
    "Bilateral",
    "Bilaterals",
    "BookedParty",
    "Booking",
    "Delegation",
    "Entry",
    "Outcome",
    "Party",
    "Profile",
    "ProfileQuerySet",
    "Proposal",
    "Replacement",
    "SecretAddress",
    "Slot",
    "Table",
]
