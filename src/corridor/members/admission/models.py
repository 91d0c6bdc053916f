from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience
from corridor.kernel.i18n.fields import TextInLanguages, best_text
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.keys import DIGEST_LENGTH, digest_of
from corridor.members.enums import GroupRoleName, HubKind, SeatRole
from corridor.vocab.models import Country

from .enums import UNDECIDED, ApplicationState, ClaimState, Fit, InvitationState, MessageKind

TIME_TO_DECIDE: Final = timedelta(days=14)
TIME_TO_CONFIRM: Final = timedelta(days=7)
TIME_TO_ACCEPT: Final = timedelta(days=14)


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )


class FromOutside(models.Model):
    """What somebody sends who may have no account: who it is, and that they read their own mail."""

    name = models.CharField(_("your name"), max_length=200)
    email = models.EmailField(_("your e-mail address"))
    position = models.CharField(_("your role in the hub"), max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=list(LANGUAGES.items()), default=DEFAULT)
    consent = models.TextField()  # the words that were agreed to
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person()

    class Meta:
        abstract = True


class Application(FromOutside):
    """A hub's expression of interest in a group.

    ``hub`` is set where it was found in the catalogue; else it is described in the ``hub_`` columns, and
    made when it is admitted.
    """

    group = models.ForeignKey("members.WorkingGroup", on_delete=models.CASCADE, related_name="applications")
    hub = models.ForeignKey("members.Hub", null=True, on_delete=models.SET_NULL, related_name="applications")
    hub_name = models.CharField(_("short name of the hub"), max_length=200)
    hub_title = models.CharField(_("full name of the hub"), max_length=500)
    hub_country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    hub_website = models.URLField(_("website"), max_length=500, blank=True)
    hub_kind = models.CharField(_("kind"), max_length=20, choices=HubKind.choices)
    hub_audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    is_new_hub = models.BooleanField()
    why = models.TextField(_("why it fits"))
    state = models.CharField(
        max_length=12, choices=ApplicationState.choices, default=ApplicationState.UNCONFIRMED
    )

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [models.Index(fields=["group", "state", "due_on"], name="application_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=UNDECIDED) | Q(confirmed_at__isnull=False, due_on__isnull=False),
                name="application_confirmed_before_read",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub_name} -> {self.group}"

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_late(self) -> bool:
        return self.is_undecided and self.due_on is not None and self.due_on < timezone.localdate()


class CriterionAnswer(models.Model):
    """The applicant's answer to one criterion, with the criterion's words as they were then, and what the
    moderators found. ``note`` is theirs alone."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey("members.Criterion", null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = TextInLanguages()
    is_required = models.BooleanField()
    answer = models.TextField(blank=True)
    fit = models.CharField(max_length=10, choices=Fit.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return best_text(self.text)

    @property
    def stamp(self) -> str:
        """Of what was found; it tells whether another moderator wrote since a page was read."""
        return digest_of(f"{self.fit}|{self.note}")[:16]


class Message(models.Model):
    """``by`` is the moderator who wrote; empty where it is from the applicant."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    by = _person()
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:40]}"


class Claim(FromOutside):
    """“I work for this hub.” The hub's editors decide; where it has none, or after ``due_on``, the
    moderators of its groups, and the operator where it is in no group."""

    hub = models.ForeignKey("members.Hub", on_delete=models.CASCADE, related_name="claims")
    why = models.TextField(_("what shows that you work for this hub"))
    state = models.CharField(max_length=12, choices=ClaimState.choices, default=ClaimState.UNCONFIRMED)
    reason = models.TextField(blank=True)  # of a refusal, for the claimant

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.name}, {self.hub}"

    @property
    def is_open(self) -> bool:
        return self.state == ClaimState.OPEN


class FollowKey(models.Model):
    """Opens the page on which somebody without an account follows an application or a claim. Each mail
    carries a key of its own, since none can be read again; all of them open the same page."""

    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="keys")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=True) ^ Q(claim__isnull=True), name="follow_key_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"


class Invitation(models.Model):
    """A seat in a hub, or a role in a group, that waits for the person with this address. It is bound to
    address, place and role: nothing that the guest sends can change any of them."""

    email = models.EmailField(_("e-mail address"))
    hub = models.ForeignKey("members.Hub", null=True, on_delete=models.CASCADE, related_name="invitations")
    group = models.ForeignKey(
        "members.WorkingGroup", null=True, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=12)
    since = models.DateField(null=True, blank=True)  # first day of the term, else the day of accepting
    until = models.DateField(_("last day of the term"), null=True, blank=True)
    note = models.TextField(_("a few words of your own"), blank=True)
    language = models.CharField(max_length=2, choices=list(LANGUAGES.items()), default=DEFAULT)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = _person()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = _person()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=Q(hub__isnull=True, group__isnull=False, role__in=GroupRoleName.values)
                | Q(hub__isnull=False, group__isnull=True, role__in=SeatRole.values),
                name="invitation_to_one_place",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_one_end",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + TIME_TO_ACCEPT), name="invitation_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_label}, {self.place}"

    @property
    def place(self) -> models.Model:
        place = self.hub or self.group
        assert place is not None  # noqa: S101 - the database holds it
        return place

    @property
    def role_label(self) -> str:
        return str((SeatRole if self.hub_id else GroupRoleName)(self.role).label)

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= timezone.now() else InvitationState.OPEN

    @property
    def state_label(self) -> str:
        return str(self.state.label)
