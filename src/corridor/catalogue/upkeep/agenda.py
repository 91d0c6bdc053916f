"""What a group could talk about: services that wait long for a review, that nobody confirms, that are new.
Nothing here is of a service that moderators may not see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.catalogue.enums import ASK_BEFORE_DAYS
from corridor.catalogue.models import Service, ServiceQuerySet
from corridor.catalogue.queries import visible, waiting_for_review
from corridor.kernel.agenda import Matter, Occasion, day_in_words, register_agenda_source, shortened

LONG: Final = timedelta(days=14)  # a review should not take longer
NEW: Final = timedelta(days=90)  # shared since, where the group did not meet before


def register() -> None:
    register_agenda_source("catalogue.reviews", reviews)
    register_agenda_source("catalogue.upkeep", upkeep)
    register_agenda_source("catalogue.new", new_services, open_to_members=True)


def reviews(occasion: Occasion) -> Sequence[Matter]:
    since = timezone.now() - LONG
    waiting = waiting_for_review().filter(group=occasion.group_id, submitted_at__lt=since)
    found: list[Any] = list(waiting.select_related("hub", "group"))

    def rest(number: int) -> Matter:
        title = ngettext(
            "%(number)s more service waits for its review",
            "%(number)s more services wait for their review",
            number,
        )
        url = reverse("catalogue:reviews", args=[found[0].group.slug])
        why = _("They have waited for more than two weeks.")
        return Matter("others", title % {"number": number}, why, url, 5, "discussion", 49)

    return shortened([_waiting(one) for one in found], rest)


def _waiting(one: Any) -> Matter:
    day = day_in_words(timezone.localdate(one.submitted_at))
    names = {"service": one, "hub": one.hub.name, "day": day}
    return Matter(
        key=str(one.pk),
        title=_("Review of “%(service)s”") % names,
        why=_("%(hub)s submitted it on %(day)s, and nobody has looked at it yet.") % names,
        url=reverse("catalogue:review", args=[one.group.slug, one.pk]),
        rank=48,
    )


def upkeep(occasion: Occasion) -> Sequence[Matter]:
    """Stale ones, and those that will be before anybody talks about them again."""
    until = occasion.on + timedelta(days=ASK_BEFORE_DAYS)
    found = list(_of(occasion).filter(good_until__lte=until).order_by("good_until", "pk"))

    def rest(number: int) -> Matter:
        title = ngettext(
            "%(number)s more service to be confirmed", "%(number)s more services to be confirmed", number
        )
        why = _("Their hubs have not confirmed them for almost a year or longer.")
        return Matter("others", title % {"number": number}, why, reverse("catalogue:services"), 5, rank=67)

    return shortened([_old(one, occasion) for one in found], rest)


def _old(one: Service, occasion: Occasion) -> Matter:
    names = {"service": one, "hub": one.hub.name, "day": day_in_words(one.good_until)}
    if one.is_stale(occasion.on):
        why = _("%(hub)s has not confirmed it; it counts as out of date since %(day)s.") % names
    else:
        why = _("%(hub)s should confirm it by %(day)s; otherwise it counts as out of date.") % names
    return Matter(
        key=f"{one.pk}:{one.good_until}",
        title=_("Is “%(service)s” still right?") % names,
        why=why,
        url=_page(one),
        minutes=3,
        rank=66,
    )


def new_services(occasion: Occasion) -> Sequence[Matter]:
    """Shared for the first time since the meeting before, to be known to all."""
    after = occasion.since or occasion.on - NEW
    shared = _of(occasion).filter(shared_at__date__gt=after, shared_at__date__lte=occasion.on)
    found = list(shared.order_by("shared_at", "pk"))

    def rest(number: int) -> Matter:
        title = ngettext("%(number)s more new service", "%(number)s more new services", number)
        why = _("They were shared since the last meeting.")
        url = reverse("catalogue:services")
        return Matter("others", title % {"number": number}, why, url, 5, "information", 63)

    return shortened([_new(one) for one in found], rest)


def _new(one: Service) -> Matter:
    day = day_in_words(timezone.localdate(one.shared_at))
    names = {"service": one, "hub": one.hub.name, "day": day}
    return Matter(
        key=str(one.pk),
        title=_("New service: %(service)s") % names,
        why=_("%(hub)s has shared it since %(day)s.") % names,
        url=_page(one),
        minutes=3,
        kind="information",
        rank=62,
    )


def _of(occasion: Occasion) -> ServiceQuerySet:
    """Services that this group looks at, as far as a moderator sees them."""
    offered = visible(occasion.viewer).offered().filter(group=occasion.group_id)
    return offered.select_related("hub")


def _page(one: Service) -> str:
    return reverse("catalogue:service", args=[one.hub.slug, one.slug])
