from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Viewer, visible_filter
from corridor.kernel.i18n.fields import TextInLanguages, best_text
from corridor.vocab.models import Concept, Country, Region, Term

from .enums import GroupRoleName, HubKind, LegalType, PartnerRole, SeatRole, Source, TermBasis


class WorkingGroup(models.Model):
    """A thematic working group of hubs; its page is public."""

    slug = models.SlugField(max_length=80, unique=True)
    name = TextInLanguages(_("name"))
    mission = TextInLanguages(_("mission"))
    description = TextInLanguages(_("description"))
    technologies = models.ManyToManyField(Term, related_name="+", blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")

    def __str__(self) -> str:
        return best_text(self.name) or self.slug


class Organisation(models.Model):
    """A legal entity. The PIC is the Commission's nine-digit number for it."""

    name = models.CharField(_("name"), max_length=300)
    pic = models.CharField(
        _("PIC"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{9}$", _("A PIC has nine digits."))],
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    legal_type = models.CharField(_("legal type"), max_length=3, choices=LegalType.choices, blank=True)
    website = models.URLField(_("website"), blank=True)
    is_fictional = models.BooleanField(_("part of the demo"), default=False)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(fields=["pic"], condition=~Q(pic=""), name="organisation_pic_once"),
            models.CheckConstraint(
                condition=Q(pic="") | Q(pic__regex=r"^\d{9}$"), name="organisation_pic_form"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HubQuerySet(models.QuerySet["Hub"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(visible_filter(viewer, hub="id"))


class Hub(models.Model):
    """A consortium that helps companies and public bodies to go digital.

    ``name`` is the short name or acronym, ``title`` the full one. ``edited_fields`` names what the
    hub itself has written, which no import overwrites. Coordinates are WGS 84 degrees.
    """

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("short name"), max_length=200)
    title = models.CharField(_("title"), max_length=500)
    kind = models.CharField(_("kind"), max_length=20, choices=HubKind.choices)
    description = TextInLanguages(_("description"))
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("region")
    )
    regions_served = models.ManyToManyField(
        Region, related_name="+", blank=True, verbose_name=_("regions served")
    )
    address = models.CharField(_("address"), max_length=500, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    email = models.EmailField(_("contact"), blank=True)
    working_languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    concepts = models.ManyToManyField(
        Concept, related_name="+", blank=True, verbose_name=_("connectivity topics")
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.CORRIDOR)
    catalogue_key = models.CharField(
        max_length=64, blank=True
    )  # see members.catalogue: stable per catalogue row
    edited_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)  # grows with each change, against lost updates
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)  # by the hub, or edited by it

    objects = HubQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("hub")
        verbose_name_plural = _("hubs")
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue_key"], condition=~Q(catalogue_key=""), name="hub_catalogue_key_once"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="hub_whole_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fictional(self) -> bool:
        return self.source == Source.DEMO


class HubTag(models.Model):
    """An official term that a hub gives itself; ``level`` 1 (some) to 5 (expert), empty if not stated."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="tags")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-level", "term__position"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "term"], name="hub_tag_once"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__range=(1, 5)), name="hub_tag_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term} - {self.level}"


class HubPartner(models.Model):
    """An organisation in a hub's consortium; a hub has at most one coordinator."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hubs")
    role = models.CharField(max_length=12, choices=PartnerRole.choices, default=PartnerRole.PARTNER)

    class Meta:
        ordering = ["role", "organisation__name"]  # "coordinator" sorts before "partner"
        constraints = [
            models.UniqueConstraint(fields=["hub", "organisation"], name="hub_partner_once"),
            models.UniqueConstraint(
                fields=["hub"], condition=Q(role=PartnerRole.COORDINATOR), name="hub_one_coordinator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class GroupMembership(models.Model):
    """A hub's membership of a working group; the hub is the member, not a person."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="memberships")
    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "hub"], name="group_membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub} in {self.group}"


class TermQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def current(self, on: date | None = None) -> Self:
        """Rows whose term includes the day ``on``, today by default, and that nobody ended before their
        time; ``until`` is the last day."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day, ended_at=None)


class OneAtATime(ExclusionConstraint):
    """Also checked in forms that do not show ``ended_at``, which its condition needs."""

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        super().validate(model, instance, set(exclude or ()) - {"ended_at"}, using)


def _one_at_a_time(name: str, *fields: str) -> OneAtATime:
    """Terms of the same person in the same role never overlap; one that was ended makes room."""
    term = Func("since", "until", Value("[]"), function="daterange", output_field=DateRangeField())
    same = [(field, RangeOperators.EQUAL) for field in fields]
    return OneAtATime(
        name=name, expressions=[*same, (term, RangeOperators.OVERLAPS)], condition=Q(ended_at=None)
    )


class Seat(models.Model):
    """A person acts for a hub, in a role, for a term."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=12, choices=SeatRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # before its time
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            _one_at_a_time("seat_once", "person", "hub", "role"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seat_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.hub}"


class GroupRole(models.Model):
    """A person's role in a working group, for a term."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_roles")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=12, choices=GroupRoleName.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # before its time
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    basis = models.CharField(_("how"), max_length=10, choices=TermBasis.choices, default=TermBasis.APPOINTED)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a group")
        verbose_name_plural = _("roles in groups")
        constraints = [
            _one_at_a_time("group_role_once", "person", "group", "role"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="group_role_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.group}"


from .admission.models import (  # noqa: E402, F401 - tables of the same room
    Application,
    Claim,
    CriterionAnswer,
    FollowKey,
    Invitation,
    Message,
)
from .contacts.models import ContactDetail  # noqa: E402, F401 - a table of the same room
from .groups.elections.models import Ballot, Candidate, Election, Participation  # noqa: E402, F401
from .groups.handovers.models import Handover, HandoverItem, HandoverLink  # noqa: E402, F401
from .groups.models import Criterion, Mandate, Milestone  # noqa: E402, F401 - tables of the same room
from .groups.rotations.models import Rotation, RotationTurn  # noqa: E402, F401
from .imports.models import ImportRow, ImportRun  # noqa: E402, F401 - tables of the same room
