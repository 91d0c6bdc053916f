"""How a referral moves from state to state. Every change of one goes through here, on locked rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.catalogue.slots.actions import free_slot
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound
from corridor.post.models import Question
from corridor.referrals.enums import OVER, ReferralState
from corridor.referrals.models import Need, Referral

S = ReferralState
MAY_BECOME: Final[Mapping[str, frozenset[str]]] = {
    S.SENT: frozenset({S.ASKED, S.TAKEN, S.DECLINED, S.WITHDRAWN}),
    S.ASKED: frozenset({S.SENT, S.TAKEN, S.DECLINED, S.WITHDRAWN}),
    S.TAKEN: frozenset({S.AGREED, S.DECLINED, S.WITHDRAWN}),
    S.AGREED: frozenset({S.DELIVERED, S.DECLINED, S.WITHDRAWN}),
    S.DELIVERED: frozenset({S.DONE}),
    S.DONE: frozenset(),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
STAMPS: Final[Mapping[str, str]] = {
    S.TAKEN: "answered_at",
    S.DECLINED: "answered_at",
    S.AGREED: "agreed_at",
    S.DELIVERED: "delivered_at",
    S.DONE: "done_at",
    S.WITHDRAWN: "withdrawn_at",
}


def locked(referral: Referral | int, version: int | None = None) -> Referral:
    """The need first, as everybody else locks it. ``version`` is the one that the page showed."""
    pk = referral if isinstance(referral, int) else referral.pk
    need = Need.objects.select_for_update(of=("self",)).filter(referrals=pk).first()
    rows = Referral.objects.select_for_update(of=("self",)).select_related("hub", "service__hub", "slot")
    kept = rows.filter(pk=pk).first()
    if need is None or kept is None:
        raise NotFound
    if version is not None and kept.version != version:
        raise Conflict
    kept.need = need
    return kept


def may_become(referral: Referral, state: str) -> bool:
    return state in MAY_BECOME[referral.state]


def move(kept: Referral, state: str, *, by: Any, verb: str, **values: Any) -> None:
    """Take a locked referral to another state, with its date. One that is over gives its slot back, and what
    was asked by mail in the state before needs no answer any more, unless the hub only asked back."""
    if not may_become(kept, state):
        label = kept.get_state_display()
        raise Conflict(
            _("That is not possible any more. The referral’s state is: %(state)s.") % {"state": label}
        )
    before = {"state": kept.state}
    stamp = STAMPS.get(state)
    if stamp and getattr(kept, stamp) is None:  # whoever took it and gives it back has answered before
        setattr(kept, stamp, timezone.now())
    if state in OVER and kept.slot is not None:
        before["slot"] = kept.slot.starts_at.isoformat()
        free_slot(kept.slot)
        kept.slot = None
    if state != ReferralState.ASKED:
        close_questions(kept)
    save(kept, by, verb, before, state=state, **values)


def close_questions(kept: Referral) -> None:
    about = Question.objects.filter(about_type="referrals.referral", about_id=str(kept.pk))
    about.filter(answered_at=None, closed_at=None).update(closed_at=timezone.now())


def save(kept: Referral, by: Any, verb: str, before: dict[str, Any], **values: Any) -> None:
    """Write these values of a locked referral, and who changed it."""
    for name, value in values.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save()
    journal.record(verb, kept, by=by, before=before, after={"state": kept.state})
