from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Viewer
from corridor.members.models import GroupMembership, GroupRole, Seat
from corridor.people.privacy.models import Consent

from .enums import AUDIENCES, ContactKind


class ContactQuerySet(models.QuerySet["ContactDetail"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own, and those whose consent stands and whose audience this viewer is in. What is for the
        group or the network is not for those who only look on."""
        if viewer.person_id is None:
            return self.shown().filter(audience=Audience.PUBLIC)
        return self.filter(Q(person=viewer.person_id) | Q(pk__in=self.model.objects.shown().reaching(viewer)))

    def shown(self) -> Self:
        """With a consent that stands, of people with a seat or a role today."""
        active = Q(person__in=_seated()) | Q(person__in=_with_a_role())
        return self.filter(active, consent__isnull=False, consent__withdrawn_at=None, person__is_active=True)

    def reaching(self, viewer: Viewer) -> Self:
        """Those whose audience the viewer is in; ``readers.why`` says the same of one reader."""
        reach = Q(audience=Audience.PUBLIC) | Q(person__in=_seated().filter(hub__in=viewer.hubs))
        if viewer.hubs or viewer.takes_part:
            reach |= Q(audience=Audience.NETWORK)
        with_them = Q(person__in=_with_a_role().filter(group__in=viewer.takes_part))
        with_them |= Q(person__in=_seated().filter(hub__in=_members_of(viewer.takes_part)))
        return self.filter(reach | Q(audience=Audience.GROUP) & with_them)


def _seated() -> Any:
    return Seat.objects.current().values("person")


def _with_a_role() -> Any:
    return GroupRole.objects.current().values("person")


def _members_of(groups: Iterable[int]) -> Any:
    today = timezone.localdate()
    of_today = GroupMembership.objects.filter(group__in=groups, since__lte=today).exclude(until__lt=today)
    return of_today.values("hub")


class ContactDetail(models.Model):
    """One way to reach a person, or their job title. It is shown to its audience while ``consent`` stands;
    before and after that only to the person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind.choices)
    value = models.CharField(_("value"), max_length=300)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices)
    consent = models.ForeignKey(Consent, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["person", "kind"]
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="contact_detail_once"),
            models.CheckConstraint(condition=Q(audience__in=list(AUDIENCES)), name="contact_detail_audience"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_shown(self) -> bool:
        return self.consent is not None and self.consent.withdrawn_at is None

    @property
    def purpose(self) -> str:
        """Under this name the consent stands in the ledger."""
        return purpose_of(self.kind)


def purpose_of(kind: str) -> str:
    return f"contact-{kind}"
