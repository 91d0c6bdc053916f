"""What the client reads about their need: what happened and what comes, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from corridor.kernel.agenda import day_in_words
from corridor.referrals.enums import RUNNING, NeedState, ReferralState
from corridor.referrals.models import Need, Referral, ReferralMessage
from corridor.referrals.queries import referrals_in_full


@dataclass(frozen=True)
class Step:
    day: date | datetime | None
    said: str
    is_coming: bool = False


@dataclass(frozen=True)
class Thread:
    """One hub that was asked: how it stands, and what was written."""

    referral: Referral
    said: str
    messages: list[ReferralMessage]

    @property
    def takes_messages(self) -> bool:
        return self.referral.state in RUNNING


def steps_of(need: Need) -> list[Step]:
    return list(_steps(need))


def _steps(need: Need) -> Iterator[Step]:
    yield Step(need.created_at, _("sent"))
    if need.state == NeedState.RECEIVED:
        yield Step(need.due_on, _("somebody has looked at it by then"), is_coming=True)
    if need.opened_at:
        looks = need.hub.name if need.hub else _("the moderators of the group")
        yield Step(need.opened_at, _("taken up: %(who)s looks after you") % {"who": looks})
    if need.ended_at:
        yield Step(need.ended_at, str(need.get_state_display()))


def threads(need: Need) -> list[Thread]:
    """The longest asked first. Messages between the hubs alone are none of the client's."""
    for_client = ReferralMessage.objects.filter(for_client=True)
    found = referrals_in_full(Referral.objects.filter(need=need)).order_by("sent_at", "pk")
    rows = found.prefetch_related(Prefetch("messages", for_client, to_attr="for_client"))
    return [Thread(one, _state(one), one.for_client) for one in rows]  # type: ignore[attr-defined]


def _state(referral: Referral) -> str:
    said = {
        ReferralState.SENT: _("%(hub)s was asked and should answer by %(day)s."),
        ReferralState.ASKED: _("%(hub)s has a question."),
        ReferralState.TAKEN: _("%(hub)s takes it and will get in touch."),
        ReferralState.DECLINED: _("%(hub)s cannot help with this."),
        ReferralState.WITHDRAWN: _("%(hub)s was asked, and is no longer."),
        ReferralState.AGREED: _("A service of %(hub)s is agreed."),
        ReferralState.DELIVERED: _("%(hub)s has delivered its service."),
        ReferralState.DONE: _("%(hub)s has delivered its service."),
    }[ReferralState(referral.state)]
    return said % {"hub": referral.hub.name, "day": day_in_words(referral.due_on)}
