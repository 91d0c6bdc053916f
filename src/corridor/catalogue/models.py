from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Viewer, visible_filter
from corridor.kernel.columns import hours
from corridor.kernel.i18n.fields import TextInLanguages, best_text
from corridor.members.models import Hub, WorkingGroup
from corridor.vocab.models import Concept, Country, Region, Term

from .enums import (
    GOOD_FOR_DAYS,
    AidBasis,
    Customer,
    Delivery,
    PriceUnit,
    ServiceState,
    Setting,
    Verdict,
)


def _price(label: Any) -> Any:
    return models.DecimalField(
        label, max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


def _small(label: Any, least: int, most: int) -> Any:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(least), MaxValueValidator(most)]
    )


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """As its audience says once it was shared; before that, only those who provide it."""
        provided = Q(pk__in=CoProvider.objects.filter(hub__in=viewer.hubs).values("service"))
        ours = Q(hub__in=viewer.hubs) | provided if viewer.hubs else Q(pk__in=())
        shown = visible_filter(viewer, hub="hub_id", group="group_id") & ~Q(state=ServiceState.DRAFT)
        return self.filter(shown | ours)

    def offered(self) -> Self:
        """Those that can be asked for today."""
        return self.filter(state=ServiceState.SHARED)


class Service(models.Model):
    """Something that a hub offers to companies, public bodies or other hubs.

    Fields follow CPSV-AP where it has them. Without ``countries`` and ``regions`` it is given anywhere in
    Europe; without ``sectors`` or ``customers`` it is for all. Prices are in EUR without VAT: ``list_price``
    without subsidy, ``price`` after it. ``lead_days`` lie between request and start; ``capacity`` is how many
    customers it takes at a time. ``pending`` holds proposed values of a shared service that still wait for
    their review. It is right until ``good_until``, unless the hub confirms it before.
    """

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="+", verbose_name=_("hub"))
    group = models.ForeignKey(
        WorkingGroup,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("group"),
    )
    slug = models.SlugField(max_length=80)
    state = models.CharField(
        _("state"), max_length=10, choices=ServiceState.choices, default=ServiceState.DRAFT
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    title = TextInLanguages(_("title"))
    summary = TextInLanguages(_("summary"))
    description = TextInLanguages(_("description"))
    receives = TextInLanguages(_("what the customer gets"))
    category = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", verbose_name=_("category"))
    technologies = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("technologies"))
    sectors = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("sectors"))
    tags = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("kinds of service"))
    concepts = models.ManyToManyField(
        Concept, related_name="+", blank=True, verbose_name=_("connectivity topics")
    )
    languages = ArrayField(models.CharField(max_length=2), default=list, verbose_name=_("languages"))
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery.choices, default=Delivery.BOTH)
    countries = models.ManyToManyField(
        Country, related_name="+", blank=True, verbose_name=_("countries served")
    )
    regions = models.ManyToManyField(Region, related_name="+", blank=True, verbose_name=_("regions served"))
    customers = ArrayField(
        models.CharField(max_length=10, choices=Customer.choices),
        default=list,
        blank=True,
        verbose_name=_("who may use it"),
    )
    list_price = _price(_("list price"))
    price = _price(_("price after subsidy"))
    per = models.CharField(_("per"), max_length=10, choices=PriceUnit.choices, default=PriceUnit.PROJECT)
    aid = models.CharField(
        _("basis in State-aid law"), max_length=12, choices=AidBasis.choices, default=AidBasis.NONE
    )
    capacity = _small(_("customers at a time"), 1, 1000)
    lead_days = _small(_("days from request to start"), 0, 1000)
    next_free = models.DateField(_("next free slot"), null=True, blank=True)
    trl_from = _small(_("TRL from"), 1, 9)
    trl_to = _small(_("TRL to"), 1, 9)
    website = models.URLField(_("web page"), max_length=500, blank=True)
    contact_role = models.CharField(_("contact"), max_length=120, blank=True)  # a role, never a person
    contact_mail = models.EmailField(_("its e-mail address"), blank=True)
    is_joint = models.BooleanField(default=False, editable=False)  # other hubs provide it as well

    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates
    pending = models.JSONField(null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    shared_at = models.DateTimeField(null=True, blank=True, editable=False)  # for the first time
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    good_until = models.DateField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_why = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["hub__name", "slug"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.UniqueConstraint(fields=["hub", "slug"], name="service_slug_once"),
            models.CheckConstraint(
                condition=Q(price=None) | Q(list_price=None) | Q(price__lte=F("list_price")),
                name="service_price_at_most_list_price",
            ),
            models.CheckConstraint(
                condition=Q(trl_from=None, trl_to=None)
                | Q(trl_from__gte=1, trl_to__lte=9, trl_from__lte=F("trl_to")),
                name="service_trl_range",
            ),
            models.CheckConstraint(
                condition=Q(state=ServiceState.DRAFT)
                | Q(shared_at__isnull=False, confirmed_at__isnull=False, good_until__isnull=False),
                name="service_shared_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=ServiceState.WITHDRAWN) | Q(withdrawn_at=None),
                name="service_withdrawn_is_said",
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.GROUP) | Q(group__isnull=False), name="service_for_a_group"
            ),
        ]
        indexes = [models.Index(fields=["state", "good_until"], name="service_upkeep")]

    def __str__(self) -> str:
        return best_text(self.title) or self.slug

    @property
    def is_draft(self) -> bool:
        return self.state == ServiceState.DRAFT

    @property
    def is_offered(self) -> bool:
        return self.state == ServiceState.SHARED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == ServiceState.WITHDRAWN

    @property
    def waits_for_review(self) -> bool:
        return self.submitted_at is not None

    def is_stale(self, today: date | None = None) -> bool:
        """Shared, and not confirmed for too long."""
        day = today or timezone.localdate()
        return self.is_offered and self.good_until is not None and self.good_until < day

    @staticmethod
    def good_from(day: date) -> date:
        """Until when something that is confirmed on ``day`` counts as right."""
        return day + timedelta(days=GOOD_FOR_DAYS)


class CoProviderQuerySet(models.QuerySet["CoProvider"]):
    def missing(self) -> Self:
        """Those without whose agreement what was submitted cannot be shared."""
        declined = Q(agreed=False, asked_version__isnull=False)
        return self._counted().filter(Q(agreed=None) | declined | Q(agreed=True, asked__gt=F("to")))

    def unanswered(self) -> Self:
        """Of these, those that did not say anything yet."""
        return self.missing().filter(Q(agreed=None) | Q(agreed=True, asked__gt=F("against")))

    def _counted(self) -> Self:
        """Versions as numbers, 0 where there is none yet."""
        versions = {"asked": "asked_version", "to": "agreed_version", "against": "declined_version"}
        return self.alias(**{name: Coalesce(column, 0) for name, column in versions.items()})


class CoProvider(models.Model):
    """Another hub that provides a service, once it agreed.

    It is asked about ``asked_version``, and again about a later one that says something else; what it agreed
    to before stands until that is shared. ``is_proposed``: it is named in what still waits as ``pending``.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="co_providers")
    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed = models.BooleanField(null=True, blank=True)  # empty: not answered yet
    is_proposed = models.BooleanField(default=False)
    asked_version = models.PositiveIntegerField(null=True, blank=True)
    agreed_version = models.PositiveIntegerField(null=True, blank=True)
    declined_version = models.PositiveIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    why_not = models.CharField(_("reason"), max_length=500, blank=True)

    objects = CoProviderQuerySet.as_manager()

    class Meta:
        ordering = ["hub__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["service", "hub"], name="co_provider_once"),
            models.CheckConstraint(
                condition=Q(agreed=None, answered_at=None)
                | Q(agreed__isnull=False, answered_at__isnull=False),
                name="co_provider_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub}: {self.service}"

    @property
    def has_agreed(self) -> bool:
        """To what it was asked about last."""
        return self.agreed is True and (self.agreed_version or 0) >= (self.asked_version or 0)

    @property
    def has_declined(self) -> bool:
        if self.has_agreed or self.asked_version is None:
            return self.agreed is False
        return (self.declined_version or 0) >= self.asked_version


class TestBed(models.Model):
    """The facility of a service that lets customers try things out. ``release`` is that of 3GPP; ``bands``
    are as the hub writes them, such as "n78 (3.4-3.8 GHz)"."""

    __test__ = False  # no test of pytest's

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="test_bed")
    bands = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("bands"))
    release = _small(_("3GPP release"), 8, 30)
    setting = models.CharField(_("setting"), max_length=10, choices=Setting.choices, default=Setting.INDOOR)
    area = models.CharField(_("area"), max_length=200, blank=True)
    remote_access = models.BooleanField(_("remote access"), default=False)
    sim_supplied = models.BooleanField(_("SIM cards supplied"), default=False)
    licence_supplied = models.BooleanField(_("spectrum licence supplied"), default=False)
    slot_hours = _small(_("hours of a slot"), 1, 24 * 14)
    safety = TextInLanguages(_("safety rules"))

    class Meta:
        verbose_name = _("test bed")
        verbose_name_plural = _("test beds")

    def __str__(self) -> str:
        return str(self.service)


class TestBedSlot(models.Model):
    """A time that somebody can have at a test bed; those of one test bed never overlap. Who has one that
    ``is_taken`` is the referral desk's matter."""

    __test__ = False

    test_bed = models.ForeignKey(TestBed, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_taken = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"),
            ExclusionConstraint(
                name="slot_without_overlap",
                expressions=[
                    ("test_bed", RangeOperators.EQUAL),
                    (hours(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test_bed}: {self.starts_at}"


class ServiceVersion(models.Model):
    """What a service said at a version, as ``contents.contents_of`` tells it; append-only."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    values = models.JSONField()
    is_shared = models.BooleanField(default=False)  # what others saw, not only the hub

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["service", "number"], name="service_version_once")]

    def __str__(self) -> str:
        return f"{self.service} {self.number}"


class Review(models.Model):
    """A second person's look at a version; ``checks`` are the names of those that it passed."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="reviews")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    checks = ArrayField(models.CharField(max_length=20), default=list)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    comment = models.TextField(_("comment"), blank=True, max_length=4000)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by=None) | Q(submitted_by=None) | ~Q(by=F("submitted_by")),
                name="review_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.version}: {self.verdict}"


from .saved.models import SavedSearch  # noqa: E402, F401
from .sheets.models import ServiceImport, ServiceImportRow  # noqa: E402, F401 - tables of the same room
from .unmet.models import UnmetDemand  # noqa: E402, F401
