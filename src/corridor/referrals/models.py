from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.catalogue.enums import Customer, Delivery
from corridor.catalogue.models import Service, TestBedSlot
from corridor.kernel.audience import Audience, Viewer, visible_filter
from corridor.kernel.columns import somebody
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.keys import DIGEST_LENGTH
from corridor.members.models import Hub, WorkingGroup
from corridor.vocab.models import Concept, Country, Region, Term

from .enums import (
    ANSWER_DAYS,
    HOLDING,
    MODERATE_DAYS,
    OVER,
    STARTED,
    UNANSWERED,
    ClientField,
    NeedState,
    ReferralState,
    Speaker,
    StaffSize,
)


def _money(label: Any) -> Any:
    return models.DecimalField(
        label, max_digits=11, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class Desk(models.Model):
    """How a group refers: its own weights of the engine's signals by name, empty for the usual ones, and the
    days within which a hub answers and a need is looked at."""

    group = models.OneToOneField(WorkingGroup, on_delete=models.CASCADE, related_name="+")
    weights = models.JSONField(default=dict, blank=True)
    answer_days = models.PositiveSmallIntegerField(
        _("days for an answer"), default=ANSWER_DAYS, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    moderate_days = models.PositiveSmallIntegerField(
        _("days until a need is looked at"),
        default=MODERATE_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates

    class Meta:
        verbose_name = _("referral desk")
        verbose_name_plural = _("referral desks")

    def __str__(self) -> str:
        return str(self.group)


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As its audience says once it is open. Before that its home hub, and the moderators of its group,
        unless it is the hub's alone. Whoever was asked to help sees it as long as they are asked."""
        shown = Q(state__in=STARTED) & visible_filter(viewer, hub="hub_id", group="group_id")
        if viewer.hubs:
            asked = Referral.objects.filter(hub__in=viewer.hubs).exclude(state__in=OVER)
            shown |= Q(hub__in=viewer.hubs) | Q(pk__in=asked.values("need"))
        if viewer.moderates:
            shown |= (
                Q(group__in=viewer.moderates)
                & ~Q(audience=Audience.HUB)
                & ~Q(state__in=[NeedState.UNCONFIRMED, *STARTED])
            )
        return self.filter(shown)

    def open(self) -> Self:
        return self.filter(state=NeedState.OPEN)


class Need(models.Model):
    """What somebody looks for: ``title`` and ``text`` in their ``language``, and the facts they confirmed
    (``confirmed_at``); what is empty was not said.

    ``hub`` is the home hub, which looks after the client; a need from the public form may have none yet.
    ``languages`` in order of preference. ``budget`` in EUR without VAT, ``trl`` the readiness of what they
    have. ``hard`` holds names of ``engines.matching.Rule``: conditions that they will not bend.
    """

    group = models.ForeignKey(
        WorkingGroup, on_delete=models.PROTECT, related_name="+", verbose_name=_("group")
    )
    hub = models.ForeignKey(
        Hub, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("home hub")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=NeedState.choices, default=NeedState.UNCONFIRMED
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.GROUP
    )
    customer = models.CharField(_("who needs it"), max_length=10, choices=Customer.choices)
    language = models.CharField(max_length=2, choices=list(LANGUAGES.items()), default=DEFAULT)
    title = models.CharField(_("in one line"), max_length=150)
    text = models.TextField(_("what you look for"), max_length=4000)
    constraints = models.TextField(_("what else must be kept in mind"), max_length=2000, blank=True)
    category = models.ForeignKey(Term, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    technologies = models.ManyToManyField(Term, related_name="+", blank=True)
    sectors = models.ManyToManyField(Term, related_name="+", blank=True)
    concepts = models.ManyToManyField(Concept, related_name="+", blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    languages = ArrayField(
        models.CharField(max_length=2), default=list, blank=True, verbose_name=_("languages spoken")
    )
    delivery = models.CharField(
        _("on site or remote"), max_length=10, choices=Delivery.choices, default=Delivery.BOTH
    )
    budget = _money(_("budget in EUR"))
    start_by = models.DateField(_("start by"), null=True, blank=True)
    trl = models.PositiveSmallIntegerField(
        _("TRL"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    hard = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates
    key_digest = models.CharField(max_length=DIGEST_LENGTH, null=True, unique=True, editable=False)
    posted_by = somebody()  # of the home hub; empty where it came by the public form
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # the facts, by whoever needs it
    due_on = models.DateField(null=True, blank=True)  # by when a moderator looks at it
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = somebody()
    is_fictional = models.BooleanField(default=False, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=STARTED) | Q(opened_at__isnull=False), name="need_open_is_dated"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[NeedState.UNCONFIRMED, NeedState.RECEIVED, NeedState.OPEN])
                | Q(ended_at__isnull=False),
                name="need_end_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.HUB) | Q(hub__isnull=False), name="need_for_a_hub"
            ),
        ]
        indexes = [models.Index(fields=["group", "state", "due_on"], name="need_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == NeedState.OPEN

    @property
    def is_late(self) -> bool:
        """Nobody looked at it in time."""
        waits = self.state == NeedState.RECEIVED and self.due_on is not None
        return waits and self.due_on < timezone.localdate()  # type: ignore[operator]


class Client(models.Model):
    """Who needs it. ``consented`` are the fields that another hub may learn when it is asked to help;
    ``consent`` are the words that were agreed to, ``consented_at`` when, and ``taken_by`` who recorded it
    where it was not the client."""

    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="client")
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    name = models.CharField(_("contact person"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    vat = models.CharField(_("VAT number"), max_length=20, blank=True)
    staff = models.CharField(_("staff"), max_length=10, choices=StaffSize.choices, blank=True)
    consented = ArrayField(
        models.CharField(max_length=12, choices=ClientField.choices), default=list, blank=True
    )
    consent = models.TextField(blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    taken_by = somebody()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consented=[]) | Q(consented_at__isnull=False), name="client_consent_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation or self.name


class ClientKey(models.Model):
    """Opens the client's private page, like the key that ``Need.key_digest`` knows. Each letter carries a key
    of its own, since none can be read again."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"key {self.pk}"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Both hubs, and the moderators of the need's group unless the need is the home hub's alone."""
        shown = Q(hub__in=viewer.hubs) | Q(need__hub__in=viewer.hubs)
        shown |= Q(need__group__in=viewer.moderates) & ~Q(need__audience=Audience.HUB)
        return self.filter(shown)

    def unanswered(self) -> Self:
        return self.filter(state__in=UNANSWERED)


class Referral(models.Model):
    """A need in the hands of one hub, for one of its services or for the hub as a whole.

    ``passed`` are the client's fields that went with it. ``due_on`` is the promised day of the answer, moved
    while a question is open. ``because`` is what the engine said when it was sent: ``{"score": 0.71, "place":
    2, "reasons": [...]}``. ``suggested`` is the hub that a declining one named instead.
    """

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="referrals")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+", verbose_name=_("hub"))
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("service")
    )
    slot = models.ForeignKey(
        TestBedSlot, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("slot")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReferralState.choices, default=ReferralState.SENT
    )
    note = models.TextField(_("note to the hub"), max_length=2000, blank=True)
    passed = ArrayField(
        models.CharField(max_length=12, choices=ClientField.choices), default=list, blank=True
    )
    because = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = somebody()
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # taken or declined
    answered_by = somebody()
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    suggested = models.ForeignKey(Hub, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state__in=HOLDING), name="slot_of_one_referral"
            ),
            models.UniqueConstraint(
                fields=["need", "hub"], condition=Q(state__in=HOLDING), name="need_once_at_a_hub"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*UNANSWERED, ReferralState.WITHDRAWN]) | Q(answered_at__isnull=False),
                name="referral_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(slot=None) | Q(service__isnull=False), name="referral_slot_of_a_service"
            ),
        ]
        indexes = [models.Index(fields=["hub", "state", "due_on"], name="referral_by_hub")]

    def __str__(self) -> str:
        return f"{self.need} -> {self.hub}"

    @property
    def is_unanswered(self) -> bool:
        return self.state in UNANSWERED

    def is_late(self, today: date | None = None) -> bool:
        return self.state == ReferralState.SENT and self.due_on < (today or timezone.localdate())


class ReferralMessage(models.Model):
    """A question, an answer or a remark; ``by`` is empty where the client wrote."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="messages")
    speaker = models.CharField(max_length=10, choices=Speaker.choices)
    by = somebody()
    text = models.TextField(max_length=4000)
    for_client = models.BooleanField(default=False)  # it is shown on the client's page
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.referral}: {self.text[:40]}"


class ServiceRecord(models.Model):
    """What was agreed, delivered and achieved, as the official KPI columns ask for it; amounts in EUR.

    ``aid`` is the part of the price that counts as public aid. ``rating`` (1 to 5) and ``comment`` are the
    client's own."""

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="record")
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    price = _money(_("service price"))
    invoiced = _money(_("price invoiced to the client"))
    aid = _money(_("of it public aid"))
    aid_note = models.CharField(_("about the aid"), max_length=500, blank=True)
    attendees = models.PositiveIntegerField(_("people who took part"), null=True, blank=True)
    technologies = models.ManyToManyField(Term, related_name="+", blank=True)
    technology_other = models.CharField(_("other technology"), max_length=200, blank=True)
    capacities = models.CharField(
        _("capacities of the Digital Europe Programme used"), max_length=500, blank=True
    )
    description = models.TextField(_("what was done"), max_length=4000, blank=True)
    outcome = models.TextField(_("what came of it"), max_length=4000, blank=True)
    investment = _money(_("investment triggered"))
    investment_kind = models.CharField(_("kind of investment"), max_length=200, blank=True)
    rating = models.PositiveSmallIntegerField(
        _("how useful it was"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    comment = models.TextField(_("in the client’s words"), max_length=2000, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=models.F("ends_on")),
                name="record_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(invoiced=None) | Q(price=None) | Q(invoiced__lte=models.F("price")),
                name="record_invoiced_at_most_price",
            ),
            models.CheckConstraint(
                condition=Q(aid=None) | Q(price__isnull=False, aid__lte=models.F("price")),
                name="record_aid_is_part_of_price",
            ),
            models.CheckConstraint(
                condition=(Q(price=None) | Q(price__gte=0))
                & (Q(invoiced=None) | Q(invoiced__gte=0))
                & (Q(aid=None) | Q(aid__gte=0))
                & (Q(investment=None) | Q(investment__gte=0)),
                name="record_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5, rated_at__isnull=False),
                name="record_rating_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.referral)
