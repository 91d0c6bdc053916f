"""The promised day: the hub is reminded on the working day before it, and once it is over those who look
after the need and the group's moderators are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel.agenda import Matter, Occasion, day_in_words, register_agenda_source, shortened
from corridor.kernel.audience import Audience
from corridor.referrals.enums import ReferralState
from corridor.referrals.models import Referral

from . import letters
from .days import working_day_after

NEAR: Final = timedelta(days=14)  # no working day is further away than that
RANK: Final = 44


def register() -> None:
    register_agenda_source("referrals.unanswered", unanswered)


def look_after_promises() -> tuple[int, int]:
    """How many hubs were reminded, and how many referrals are late since this morning."""
    today = timezone.localdate()
    waiting = Referral.objects.filter(state=ReferralState.SENT)
    due = waiting.filter(reminded_at=None, due_on__gte=today, due_on__lte=today + NEAR)
    soon = [one.pk for one in due.select_related("hub") if _is_near(one, today)]
    late = waiting.filter(escalated_at=None, due_on__lt=today).values_list("pk", flat=True)
    return sum(map(_remind, soon)), sum(map(_escalate, list(late)))


def _is_near(one: Referral, today: date) -> bool:
    """It was not asked today only, and the next working day there is the last."""
    return timezone.localdate(one.sent_at) < today and one.due_on <= working_day_after(today, 1, one.hub)


def _remind(pk: int) -> bool:
    with transaction.atomic():
        one = _still(pk)
        if one is None or one.reminded_at:
            return False
        Referral.objects.filter(pk=pk).update(reminded_at=timezone.now())
        letters.tell_hub(letters.REMINDER, one, key=str(one.due_on), due=one.due_on)
    return True


def _escalate(pk: int) -> bool:
    with transaction.atomic():
        one = _still(pk)
        if one is None or one.escalated_at:
            return False
        Referral.objects.filter(pk=pk).update(escalated_at=timezone.now())
        letters.tell_who_waits(letters.LATE, one, key=str(one.due_on), due=one.due_on)
    return True


def _still(pk: int) -> Referral | None:
    """Locked, unless it was answered since it was found."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("hub", "need__hub", "need__group")
    return rows.filter(pk=pk, state=ReferralState.SENT).first()


def unanswered(occasion: Occasion) -> Sequence[Matter]:
    """For the group's next agenda."""
    late = Referral.objects.filter(state=ReferralState.SENT, escalated_at__isnull=False)
    of_group = late.filter(need__group=occasion.group_id).exclude(need__audience=Audience.HUB)
    found = list(of_group.select_related("need", "hub").order_by("due_on", "pk"))

    def rest(number: int) -> Matter:
        title = ngettext(
            "%(number)s more referral without an answer",
            "%(number)s more referrals without an answer",
            number,
        )
        why = _("The promised day is over.")
        url = reverse("referrals:referral", args=[found[-1].pk])
        return Matter("others", title % {"number": number}, why, url, 5, rank=RANK + 1)

    return shortened([_matter(one) for one in found], rest)


def _matter(one: Referral) -> Matter:
    names = {"need": one.need, "hub": one.hub.name, "day": day_in_words(one.due_on)}
    return Matter(
        key=f"{one.pk}:{one.due_on}",
        title=_("Who helps with “%(need)s”?") % names,
        why=_("%(hub)s promised an answer by %(day)s and has not given it.") % names,
        url=reverse("referrals:referral", args=[one.pk]),
        rank=RANK,
        again=f"referrals.open:{one.need_id}",
    )
