"""Lists of needs: what a viewer finds, and what waits for moderators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from corridor.kernel.audience import Audience, Viewer
from corridor.kernel.errors import NotFound
from corridor.members.models import WorkingGroup
from corridor.referrals.enums import SERVED, UNANSWERED, NeedState, ReferralState
from corridor.referrals.models import Need, NeedQuerySet, Referral
from corridor.vocab.models import Country, Term


@dataclass(frozen=True)
class Wanted:
    """What is filtered by; empty for all."""

    state: str = ""
    country: str = ""
    category: str = ""

    @property
    def is_any(self) -> bool:
        return bool(self.state or self.country or self.category)


def needs_listed(viewer: Viewer, wanted: Wanted) -> NeedQuerySet:
    """Open ones first, the newest of them first."""
    found = Need.objects.visible_to(viewer).exclude(state=NeedState.UNCONFIRMED)
    given = {"state": wanted.state, "country": wanted.country, "category__slug": wanted.category}
    found = found.filter(**{name: value for name, value in given.items() if value})
    first = Case(When(state=NeedState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.select_related("hub", "category").order_by(first, "-created_at", "-pk")


@dataclass(frozen=True)
class Choices:
    """What there is to filter by, among all that the viewer sees."""

    states: list[str]
    countries: list[str]
    categories: list[Term]


def choices_for(viewer: Viewer) -> Choices:
    seen = Need.objects.visible_to(viewer).exclude(state=NeedState.UNCONFIRMED).order_by()
    there = set(seen.values_list("state", flat=True).distinct())
    countries = Country.objects.filter(pk__in=seen.values("country")).values_list("pk", flat=True)
    categories = Term.objects.filter(pk__in=seen.values("category")).order_by("position")
    return Choices([one for one in NeedState.values if one in there], list(countries), list(categories))


def course_of(viewer: Viewer, needs: Iterable[Need]) -> dict[int, str]:
    """How far each has come, by the furthest of its referrals that the viewer sees."""
    order = [*UNANSWERED, ReferralState.TAKEN, ReferralState.AGREED, *SERVED]
    seen = Referral.objects.visible_to(viewer) if viewer.in_network else Referral.objects.none()
    furthest: dict[int, ReferralState] = {}
    for pk, name in seen.filter(need__in=list(needs), state__in=order).values_list("need", "state"):
        furthest[pk] = max(furthest.get(pk, order[0]), ReferralState(name), key=order.index)
    referred = _("Referred").lower()  # beside other states
    return {pk: referred if at in UNANSWERED else str(at.label) for pk, at in furthest.items()}


def group_for_moderating(viewer: Viewer, slug: str) -> WorkingGroup:
    group = WorkingGroup.objects.filter(slug=slug, pk__in=viewer.moderates).first()
    if group is None:
        raise NotFound
    return group


def waiting_in(groups: Any) -> QuerySet[Need]:
    """Received, and not looked at; the latest day first, so that late ones stand on top."""
    mine = Q(state=NeedState.RECEIVED, group__in=groups) & ~Q(audience=Audience.HUB)
    found = Need.objects.filter(mine).select_related("group", "client", "category", "country", "region")
    return found.order_by("due_on", "created_at", "pk")
