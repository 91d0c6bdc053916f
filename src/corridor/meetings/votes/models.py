from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Viewer
from corridor.meetings.enums import Choice, Majority


class VoteQuerySet(models.QuerySet["Vote"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(meeting__group__in=viewer.groups)


class Vote(models.Model):
    """A question to the hubs. Who may vote is fixed when it opens, and so is the share that makes the quorum;
    it is closed by the database's clock, and the database itself refuses a later ballot. ``result`` is as
    ``votes.counting.Result``; ``seal`` is its SHA-256, also in the journal."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="votes")
    item = models.ForeignKey(
        "meetings.AgendaItem", null=True, blank=True, on_delete=models.PROTECT, related_name="votes"
    )
    question = models.CharField(_("question"), max_length=500)
    is_secret = models.BooleanField(_("secret"), default=False)
    majority = models.CharField(_("needs"), max_length=10, choices=Majority.choices, default=Majority.SIMPLE)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    quorum = models.PositiveSmallIntegerField()  # hubs that have to vote; fewer when some are recused
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closes_at = models.DateTimeField(_("closes"))
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    result = models.JSONField(default=dict, editable=False)
    seal = models.CharField(max_length=64, blank=True, editable=False)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gte=F("opened_at")), name="vote_in_order"),
        ]

    def __str__(self) -> str:
        return self.question


class Elector(models.Model):
    """A hub that may vote. Whether it has, and who did it for the hub; how, only where the vote is open.

    ``recused_by`` took the hub out of this vote; it then counts neither for the quorum nor as a voter.
    """

    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="electors")
    hub = models.ForeignKey("members.Hub", on_delete=models.PROTECT, related_name="+")
    voted = models.BooleanField(default=False)
    voted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recused_why = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["hub__name"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "hub"], name="elector_once"),
            models.CheckConstraint(
                condition=Q(voted=False) | Q(recused_by=None), name="elector_votes_or_is_recused"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub}, {self.vote}"


class VoteBallot(models.Model):
    """One vote. Of a secret one nobody knows the hub: its random key says nothing about the order either."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.CASCADE, related_name="ballots")
    choice = models.CharField(max_length=7, choices=Choice.choices)
    hub = models.ForeignKey(  # empty in a secret vote
        "members.Hub", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(
                fields=["vote", "hub"], condition=Q(hub__isnull=False), name="open_ballot_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
