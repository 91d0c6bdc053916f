from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.meetings.enums import Suits, Via
from corridor.people.models import validate_time_zone


class Poll(models.Model):
    """Slots for a meeting whose day is not fixed. It is open until ``closes_at`` by the database's clock, or
    until a slot is chosen."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="polls")
    minutes = models.PositiveSmallIntegerField(_("length in minutes"))
    closes_at = models.DateTimeField(_("answers until"))
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    chosen = models.OneToOneField(
        "meetings.PollSlot", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = _("poll for a date")
        verbose_name_plural = _("polls for dates")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(closed_at=None), name="one_open_poll_of_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)


class PollSlot(models.Model):
    """``reasons`` is why the engine proposed it (see polls.proposing), empty where a person did."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    reasons = models.JSONField(default=dict)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at"], name="poll_slot_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="poll_slot_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class PollInvitee(models.Model):
    """Somebody who is asked: a person for a hub, or a guest by address."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="invitees")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    hub = models.ForeignKey("members.Hub", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGES.items()), default=DEFAULT)
    zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Brussels", validators=[validate_time_zone]
    )
    is_required = models.BooleanField(_("has to be there"), default=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_via = models.CharField(max_length=8, choices=Via.choices, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["hub__name", "person__name", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "person"], condition=Q(person__isnull=False), name="polled_once"
            ),
            models.UniqueConstraint(
                "poll", Lower("address"), condition=Q(person__isnull=True), name="guest_polled_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
                name="polled_person_or_guest",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.name or self.address)


class PollAnswer(models.Model):
    invitee = models.ForeignKey(PollInvitee, on_delete=models.CASCADE, related_name="answers")
    slot = models.ForeignKey(PollSlot, on_delete=models.CASCADE, related_name="answers")
    suits = models.CharField(max_length=5, choices=Suits.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitee", "slot"], name="poll_answer_once")]

    def __str__(self) -> str:
        return f"{self.invitee}: {self.get_suits_display()}"


class OfficeHours(models.Model):
    """When a person works, in their own zone: minutes after midnight; ``days`` are 0 (Monday) to 6. Without
    it, 9 to 17 on Monday to Friday. ``region`` is a subdivision as the package ``holidays`` names it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    begins = models.PositiveSmallIntegerField(default=9 * 60)
    ends = models.PositiveSmallIntegerField(default=17 * 60)
    days = models.CharField(max_length=7, default="01234")
    country = models.CharField(max_length=2, blank=True)  # of the public holidays; empty: that of the hub
    region = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begins__lt=F("ends"), ends__lte=24 * 60), name="office_hours_in_order"
            ),
            models.CheckConstraint(condition=Q(days__regex=r"^[0-6]{1,7}$"), name="office_days"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class BusyCalendar(models.Model):
    """An iCalendar address that a person gave, and the busy times read from it: times only, no titles.

    The address is a secret of its owner: shown to nobody but them, and never in the journal. ``spans`` are
    pairs of ISO instants in UTC.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    url = models.URLField(max_length=1000)
    spans = models.JSONField(default=list)
    read_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.person)


class Strain(models.Model):
    """How many minutes of a meeting lay outside somebody's office hours: the burden that fairness weighs."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "meeting"], name="strain_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.minutes}"
