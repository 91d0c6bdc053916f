"""What a group could talk about: open needs that no hub has taken for two weeks, and needs that nobody looked
at in time. None of them is a hub's alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel.agenda import Matter, Occasion, day_in_words, register_agenda_source, shortened
from corridor.kernel.audience import Audience
from corridor.referrals.enums import SERVED, NeedState, ReferralState
from corridor.referrals.models import Need, Referral

from .listing import waiting_in

LONG: Final = timedelta(days=14)
TAKEN: Final = (ReferralState.TAKEN, ReferralState.AGREED, *SERVED)


def register() -> None:
    register_agenda_source("referrals.open", needs_without_a_hub)
    register_agenda_source("referrals.late", late_needs)


def needs_without_a_hub(occasion: Occasion) -> Sequence[Matter]:
    taken = Referral.objects.filter(need=OuterRef("pk"), state__in=TAKEN)
    long_open = Need.objects.filter(
        ~Exists(taken), group=occasion.group_id, state=NeedState.OPEN, opened_at__lt=timezone.now() - LONG
    )
    found = long_open.exclude(audience=Audience.HUB).select_related("hub").order_by("opened_at", "pk")

    def rest(number: int) -> Matter:
        title = ngettext(
            "%(number)s more need that no hub has taken",
            "%(number)s more needs that no hub has taken",
            number,
        )
        why = _("They have been open for more than two weeks.")
        return Matter("others", title % {"number": number}, why, reverse("referrals:needs"), 5, rank=47)

    return shortened([_open(need) for need in found], rest)


def _open(need: Need) -> Matter:
    day = day_in_words(timezone.localdate(need.opened_at))
    return Matter(
        key=str(need.pk),
        title=_("Who can help? %(need)s") % {"need": need.title},
        why=_("It is open since %(day)s, and no hub has taken it.") % {"day": day},
        url=reverse("referrals:need", args=[need.pk]),
        rank=46,
    )


def late_needs(occasion: Occasion) -> Sequence[Matter]:
    found = list(waiting_in([occasion.group_id]).filter(due_on__lt=timezone.localdate()))

    def rest(number: int) -> Matter:
        title = ngettext(
            "%(number)s more need to be looked at", "%(number)s more needs to be looked at", number
        )
        why = _("Nobody looked at them in time.")
        return Matter("others", title % {"number": number}, why, _waiting_page(found[0]), 5, rank=45)

    return shortened([_late(need) for need in found], rest)


def _late(need: Need) -> Matter:
    return Matter(
        key=str(need.pk),
        title=_("Nobody has looked at “%(need)s”") % {"need": need.title},
        why=_("Somebody should have looked at it by %(day)s.") % {"day": day_in_words(need.due_on)},
        url=f"{_waiting_page(need)}#need-{need.pk}",
        minutes=3,
        rank=44,
    )


def _waiting_page(need: Need) -> str:
    return reverse("referrals:waiting-needs", args=[need.group.slug])
