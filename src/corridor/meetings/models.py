from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Viewer, visible_filter
from corridor.kernel.i18n.fields import TextInLanguages, best_text
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.members.models import WorkingGroup
from corridor.people.models import validate_time_zone

from .enums import Approval, MeetingState

LANGUAGE_CHOICES = list(LANGUAGES.items())


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(visible_filter(viewer, group="group_id"))


class Series(models.Model):
    """Meetings that belong together, such as a plenary or a task force, and their rules.

    ``quorum`` is the share of the member hubs, in percent, that has to take part in a vote.
    ``silence_days`` is how long comments stay open before minutes are approved by silence.
    """

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    name = TextInLanguages(_("name"))
    purpose = TextInLanguages(_("purpose"))
    language = models.CharField(
        _("working language"), max_length=2, choices=LANGUAGE_CHOICES, default=DEFAULT
    )
    usual_minutes = models.PositiveSmallIntegerField(
        _("usual length in minutes"),
        default=90,
        validators=[MinValueValidator(5), MaxValueValidator(24 * 60)],
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.GROUP
    )
    approval = models.CharField(
        _("minutes are approved"), max_length=8, choices=Approval.choices, default=Approval.SILENCE
    )
    silence_days = models.PositiveSmallIntegerField(
        _("days for comments"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    quorum = models.PositiveSmallIntegerField(
        _("quorum in percent of the member hubs"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("series")
        verbose_name_plural = _("series of meetings")
        constraints = [
            models.UniqueConstraint(fields=["group", "slug"], name="series_once"),
            models.CheckConstraint(condition=Q(quorum__range=(1, 100)), name="series_quorum"),
            models.CheckConstraint(condition=Q(silence_days__range=(1, 90)), name="series_silence"),
        ]

    def __str__(self) -> str:
        return best_text(self.name) or self.slug


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As its audience says; while the date is not fixed, only the group itself."""
        ours = Q(group_id__in=viewer.groups)
        return self.filter(visible_filter(viewer, group="group_id") & (~Q(state=MeetingState.DRAFT) | ours))

    def past(self, today: date | None = None) -> Self:
        return self.held().filter(held_on__lt=today or timezone.localdate()).order_by("-held_on", "-pk")

    def coming(self, today: date | None = None) -> Self:
        return self.held().filter(held_on__gte=today or timezone.localdate()).order_by("held_on", "pk")

    def held(self) -> Self:
        """With a day, and not cancelled."""
        return self.filter(state=MeetingState.FIXED)


class Meeting(models.Model):
    """A meeting of a working group.

    Old ones have a day only. A fixed one with hours has ``starts_at`` and ``ends_at``, and ``held_on`` is
    the local day of its start in ``zone``. ``revision`` is the SEQUENCE of RFC 5545: it grows with each
    change that participants need to know. ``language`` is that of its agenda and minutes.
    """

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey(
        Series,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        verbose_name=_("series"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.FIXED
    )
    held_on = models.DateField(_("date"), null=True, blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    zone = models.CharField(
        _("time zone"), max_length=60, default="Europe/Brussels", validators=[validate_time_zone]
    )
    title = TextInLanguages(_("title"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to join"), max_length=500, blank=True)  # for participants, never public
    note = TextInLanguages(_("public note"))
    language = models.CharField(
        _("working language"), max_length=2, choices=LANGUAGE_CHOICES, default=DEFAULT
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.GROUP
    )
    cancelled_why = models.CharField(_("reason"), max_length=500, blank=True)
    check_in_code = models.CharField(max_length=8, blank=True, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)  # by whoever chairs it
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MeetingState.DRAFT) | Q(held_on__isnull=False) | Q(state="cancelled"),
                name="meeting_fixed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="meeting_opened_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on or '?'} {best_text(self.title)}"

    @property
    def minutes_long(self) -> int | None:
        if self.starts_at is None or self.ends_at is None:
            return None
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def is_over(self, now: datetime | None = None) -> bool:
        moment = now or timezone.now()
        if self.state != MeetingState.FIXED or self.held_on is None:
            return False
        return self.ends_at <= moment if self.ends_at else self.held_on < timezone.localdate(moment)


from .agenda.models import AgendaItem, AgendaSending  # noqa: E402 - tables of the same room
from .documents.models import Document  # noqa: E402
from .invitations.models import Invitation  # noqa: E402
from .minutes.models import Clash, Comment, Correction, Minutes, Passage, PassageText  # noqa: E402
from .polls.models import BusyCalendar, OfficeHours, Poll, PollAnswer, PollInvitee, PollSlot, Strain  # noqa: E402
from .registers.models import Action, Decision  # noqa: E402
from .votes.models import Elector, Vote, VoteBallot  # noqa: E402

__all__ = [
    "Action",
    "AgendaItem",
    "AgendaSending",
    "BusyCalendar",
    "Clash",
    "Comment",
    "Correction",
    "Decision",
    "Document",
    "Elector",
    "Invitation",
    "Meeting",
    "MeetingQuerySet",
    "Minutes",
    "OfficeHours",
    "Passage",
    "PassageText",
    "Poll",
    "PollAnswer",
    "PollInvitee",
    "PollSlot",
    "Series",
    "SeriesQuerySet",
    "Strain",
    "Vote",
    "VoteBallot",
]
