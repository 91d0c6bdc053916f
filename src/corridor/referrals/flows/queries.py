"""Reads for the figures. A referral comes from its need's home hub; where there is none, from the country
that the need names. So no number says more of a client than the group knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.members.models import Hub, WorkingGroup
from corridor.referrals.handing.days import working_days_between
from corridor.referrals.models import Referral, ReferralQuerySet
from corridor.vocab.models import Region

from .counting import Place, Sent
from .forms import Asked

COLUMNS = (
    *("hub_id", "hub__country_id", "hub__region_id", "need__hub__country_id", "need__hub__region_id"),
    *("need__country_id", "state", "due_on", "sent_at", "answered_at"),
)


def referrals_asked(group: WorkingGroup, asked: Asked) -> ReferralQuerySet:
    """Sent in the period. Days are the installation's, so that everybody reads the same figures."""
    found = Referral.objects.filter(need__group=group)
    if asked.since:
        found = found.filter(sent_at__gte=_begins(asked.since))
    if asked.until:
        found = found.filter(sent_at__lt=_begins(asked.until + timedelta(days=1)))
    return found.filter(state=asked.state) if asked.state else found


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _day_of(moment: datetime) -> date:
    return timezone.localdate(moment, timezone.get_default_timezone())


def rows_of(referrals: ReferralQuerySet) -> Iterator[Sent]:
    """One query, however many there are."""
    for one in referrals.order_by().values_list(*COLUMNS, named=True).iterator():
        yield Sent(
            start=Place(one.need__hub__country_id or one.need__country_id, one.need__hub__region_id or ""),
            end=Place(one.hub__country_id, one.hub__region_id or ""),
            hub=one.hub_id,
            state=one.state,
            due_on=one.due_on,
            answered_on=_day_of(one.answered_at) if one.answered_at else None,
            days=_days(one),
        )


def _days(one: Any) -> int | None:
    if one.answered_at is None:
        return None
    return _working_days(_day_of(one.sent_at), _day_of(one.answered_at), one.hub__country_id)


@lru_cache(maxsize=8192)
def _working_days(first: date, last: date, country: str) -> int:
    """Where the asked hub is."""
    return working_days_between(first, last, Hub(country_id=country))


def between(referrals: ReferralQuerySet, asked: Asked) -> ReferralQuerySet:
    """Those behind one row of a table."""
    found = referrals.annotate(from_country=Coalesce("need__hub__country", "need__country"))
    found = _at(found, asked.start, asked, country="from_country", region="need__hub__region")
    found = _at(found, asked.end, asked, country="hub__country", region="hub__region")
    kept: ReferralQuerySet = found.filter(hub__slug=asked.hub) if asked.hub else found
    return kept


def _at(found: Any, place: Place, asked: Asked, *, country: str, region: str) -> Any:
    if not place.country:
        return found
    found = found.filter(**{country: place.country})
    return found.filter(**{region: place.region or None}) if asked.by_region else found


def seen_in_list(viewer: Viewer, referrals: ReferralQuerySet) -> QuerySet[Referral]:
    """Those that this viewer may see, with what a list shows."""
    known = Referral.objects.visible_to(viewer).values("pk")
    shown = referrals.filter(pk__in=known).select_related("need__hub", "hub__country")
    return shown.order_by(F("sent_at").desc(), "-pk")


def hubs_seen(viewer: Viewer, ids: Any) -> dict[int, Hub]:
    hubs = Hub.objects.visible_to(viewer).select_related("country").filter(pk__in=list(ids))
    return {hub.pk: hub for hub in hubs}


def region_names(codes: Any) -> Mapping[str, str]:
    return dict(Region.objects.filter(pk__in=[code for code in codes if code]).values_list("code", "name"))


def may_open(viewer: Viewer, group: WorkingGroup) -> bool:
    """Whether some of the numbers may open for them: hubs' people and moderators."""
    return bool(viewer.hubs) or group.pk in viewer.moderates
