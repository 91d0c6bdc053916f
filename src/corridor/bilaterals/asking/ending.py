"""Requests and meetings that come to nothing: asking is closed, or somebody takes no part any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from corridor.bilaterals.enums import AskState, BilateralState
from corridor.bilaterals.models import Ask, Bilateral, Party, Profile
from corridor.bilaterals.profiles.queries import WITH, is_present
from corridor.events.enums import EventState
from corridor.kernel import journal

from . import letters
from .actions import end
from .locking import locked_ask

FEWEST: Final = 2  # in a meeting


def end_what_is_over() -> int:
    """How many requests and meetings."""
    sent = Ask.objects.filter(state=AskState.SENT).annotate(
        closes=Coalesce("bilaterals__asking_closes_at", "bilaterals__event__ends_at")
    )
    here = Profile.objects.present().values("pk")
    over = Q(closes__lte=Now()) | Q(bilaterals__event__state=EventState.CANCELLED)
    asks = sent.filter(over | ~Q(by__in=here) | ~Q(to__in=here))
    gone = Profile.objects.exclude(pk__in=here)
    ended = sum(end_ask(one) for one in asks.order_by("pk")) + sum(map(end_meetings, _with_meetings(gone)))
    return ended + sum(_cancel_alone(meeting) for meeting in _alone())


def end_all_of(profile: Profile) -> None:
    """Of somebody who has left: each on its own, so that nobody waits for all of them."""
    sent = Ask.objects.filter(Q(by=profile) | Q(to=profile), state=AskState.SENT)
    for one in sent.order_by("pk"):
        end_ask(one)
    end_meetings(profile)


def end_ask(ask: Ask) -> bool:
    """Whether it still waited."""
    with transaction.atomic():
        kept, _pair = locked_ask(ask)
        if kept.state != AskState.SENT:
            return False
        if not is_present(kept.by):
            end(kept, AskState.WITHDRAWN, "withdraw-meeting")
            letters.tell_asked(letters.WITHDRAWN, kept)
        elif not is_present(kept.to):
            end(kept, AskState.DECLINED, "decline-meeting")
            letters.tell_asker(letters.DECLINED, kept)
        else:
            end(kept, AskState.EXPIRED, "expire-meeting")
            letters.tell_asker(letters.EXPIRED, kept)
    return True


def _with_meetings(people: QuerySet[Profile]) -> QuerySet[Profile]:
    unplaced = Party.objects.filter(meeting__state=BilateralState.AGREED, meeting__booking=None)
    return people.filter(pk__in=unplaced.values("profile")).order_by("pk")


def end_meetings(profile: Profile) -> int:
    """Those that have no time yet; what stands in a published schedule is mended there."""
    agreed = Bilateral.objects.filter(people=profile, state=BilateralState.AGREED, booking=None)
    return sum(_leave(profile, pk) for pk in agreed.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _leave(profile: Profile, pk: int) -> bool:
    """Where people of two sides are left, they meet without this one."""
    meeting = Bilateral.objects.select_for_update(of=("self",)).get(pk=pk)
    if meeting.state != BilateralState.AGREED:
        return False
    left = list(meeting.people.exclude(pk=profile.pk).select_related(*WITH))
    sides = {one.delegation_id or -one.pk for one in left}
    if len(sides) > 1:
        Party.objects.filter(meeting=meeting, profile=profile).delete()
        return True
    _cancel(meeting, left, **letters.introduced(profile))
    return True


def _alone() -> QuerySet[Bilateral]:
    """Of whom one was erased."""
    agreed = Bilateral.objects.filter(state=BilateralState.AGREED, booking=None)
    return agreed.annotate(number=Count("parties")).filter(number__lt=FEWEST).order_by("pk")


@transaction.atomic
def _cancel_alone(found: Bilateral) -> bool:
    meeting = Bilateral.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if meeting.state != BilateralState.AGREED:
        return False
    _cancel(meeting, list(meeting.people.select_related(*WITH)), other="")
    return True


def _cancel(meeting: Bilateral, left: Iterable[Profile], **told: str) -> None:
    meeting.state, meeting.cancelled_at = BilateralState.CANCELLED, timezone.now()
    meeting.save(update_fields=["state", "cancelled_at"])
    journal.record("cancel-meeting", meeting)
    for one in left:
        letters.write(one, letters.CANCELLED, key=str(meeting.pk), **told)
