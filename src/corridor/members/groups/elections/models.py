from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from corridor.members.enums import GroupRoleName


class TieRule(models.TextChoices):
    """What happens with equal votes; said before anybody votes. Lots are never drawn."""

    SUPPORT = "support", _("the support team decides, with its reason")
    SECOND_ROUND = "second-round", _("a second round between them")


class Election(models.Model):
    """Nominations run until ``nominations_close``, voting from then until ``voting_closes``."""

    group = models.ForeignKey("members.WorkingGroup", on_delete=models.CASCADE, related_name="elections")
    role = models.CharField(_("role"), max_length=12, choices=GroupRoleName.choices)
    nominations_close = models.DateTimeField(_("nominations close"))
    voting_closes = models.DateTimeField(_("voting closes"))
    term_since = models.DateField(_("term from"))
    term_until = models.DateField(_("term to"), null=True, blank=True)
    tie_rule = models.CharField(
        _("with equal votes"), max_length=12, choices=TieRule.choices, default=TieRule.SUPPORT
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    first_round = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="second_round"
    )
    votes_announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    counted_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    result = models.JSONField(default=dict, editable=False)  # see counting.Result
    given = models.OneToOneField(
        "members.GroupRole", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-voting_closes", "-id"]
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        constraints = [
            models.CheckConstraint(
                condition=Q(voting_closes__gt=F("nominations_close")), name="election_in_order"
            ),
            models.CheckConstraint(
                condition=Q(term_until__isnull=True) | Q(term_until__gte=F("term_since")),
                name="election_term",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.group}"


class Candidate(models.Model):
    """Somebody whom their hub nominates; they stand only once they have accepted."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hub = models.ForeignKey("members.Hub", on_delete=models.CASCADE, related_name="+")
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="candidate_once"),
            models.UniqueConstraint(
                fields=["election", "hub"], condition=Q(declined_at=None), name="candidate_one_of_a_hub"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Participation(models.Model):
    """That a hub has voted, and who did it for the hub; not how, and not when."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="participations")
    hub = models.ForeignKey("members.Hub", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "hub"], name="one_vote_of_a_hub")]

    def __str__(self) -> str:
        return f"{self.hub}, {self.election}"


class Ballot(models.Model):
    """One vote, of no hub: its random key says nothing about the order in which votes came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="ballots")
    candidate = models.ForeignKey(  # empty: an abstention
        Candidate, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")

    def __str__(self) -> str:
        return str(self.pk)
