"""Schedules that are proposed, and the bookings of the one that is published."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.enums import RUNNING, Change, Proof, ProposalState
from corridor.kernel.columns import hours, somebody


class Proposal(models.Model):
    """A schedule that the engine made, or makes. ``placed`` is ``{meeting: [slot, table or null]}`` by their
    ids; ``values`` and ``bounds`` by the names of the aims, ``seconds_to`` the first, the best and the proof.
    ``conflict`` are the demands that contradict each other, as codes and ids. One is made at a time.
    ``all_held``: every agreed meeting has to be in it, or none of it is possible.

    A repair has its ``change`` and starts from the schedule ``of`` which it moves ``moved`` meetings;
    no schedule moves fewer than ``least``."""

    bilaterals = models.ForeignKey(
        "bilaterals.Bilaterals", on_delete=models.CASCADE, related_name="proposals"
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING)
    proof = models.CharField(max_length=10, choices=Proof.choices, blank=True)
    change = models.CharField(max_length=12, choices=Change.choices, blank=True)
    change_of = models.JSONField(default=dict, blank=True)
    of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    seconds = models.PositiveSmallIntegerField(default=60)
    spread = models.PositiveSmallIntegerField(null=True, blank=True)
    all_held = models.BooleanField(default=False)
    placed = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=dict, blank=True)
    bounds = models.JSONField(default=dict, blank=True)
    seconds_to = models.JSONField(default=dict, blank=True)
    conflict = models.JSONField(default=list, blank=True)
    moved = models.PositiveIntegerField(null=True, blank=True)
    least = models.PositiveIntegerField(null=True, blank=True)
    why_failed = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = somebody()
    started_at = models.DateTimeField(null=True, blank=True)
    stop_at = models.DateTimeField(null=True, blank=True)  # somebody said: keep the best so far
    ended_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = somebody()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("proposed schedule")
        verbose_name_plural = _("proposed schedules")
        constraints = [
            models.UniqueConstraint(fields=["bilaterals", "number"], name="proposal_number_once"),
            models.UniqueConstraint(
                fields=["bilaterals"], condition=Q(state__in=RUNNING), name="proposal_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["bilaterals"], condition=Q(state="published"), name="proposal_one_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bilaterals} {self.number}"


class Booking(models.Model):
    """The published time and table of a meeting. A table has one at a time; ``starts_at`` and ``ends_at`` are
    those of the slot, by a foreign key of all three columns. ``revision`` is the SEQUENCE of RFC 5545."""

    meeting = models.OneToOneField("bilaterals.Bilateral", on_delete=models.CASCADE, related_name="booking")
    slot = models.ForeignKey("bilaterals.Slot", on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey("bilaterals.Table", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "table"]
        constraints = [
            ExclusionConstraint(
                name="table_one_meeting_at_a_time",
                expressions=[("table", RangeOperators.EQUAL), (hours(), RangeOperators.OVERLAPS)],
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at}: {self.meeting}"


class BookedParty(models.Model):
    """Somebody in a booked meeting, at the same hours by a foreign key. Nobody is in two at a time."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="parties")
    profile = models.ForeignKey("bilaterals.Profile", on_delete=models.CASCADE, related_name="bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "profile"], name="booked_once"),
            ExclusionConstraint(
                name="person_one_meeting_at_a_time",
                expressions=[("profile", RangeOperators.EQUAL), (hours(), RangeOperators.OVERLAPS)],
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.starts_at}"
