"""Letters about what becomes of a need, to the client and to those who look after it or were asked."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from corridor.post.kinds import register_kind
from corridor.referrals.letters import carers_of, kind, kind_for_client, tell, write_to_client, writers_of
from corridor.referrals.models import Need, Referral

TAKEN_UP: Final = "need-taken-up"
REFUSED: Final = "need-refused"
CLOSED: Final = "need-closed"
GIVEN: Final = "need-given"
WITHDRAWN: Final = "need-withdrawn"
SOLVED: Final = "need-solved"
ENDED: Final = "need-ended"


def register() -> None:
    register_kind(kind_for_client(TAKEN_UP, _("Your need is taken up")))
    register_kind(kind_for_client(REFUSED, _("Your need is not taken up")))
    register_kind(kind_for_client(CLOSED, _("Your need is closed")))
    register_kind(kind(GIVEN, _("Your hub looks after a client"), needs_answer=True))
    register_kind(kind(WITHDRAWN, _("A client withdrew a need")))
    register_kind(kind(SOLVED, _("A client needs no further help")))
    register_kind(kind(ENDED, _("Your hub’s answer is no longer needed")))


def tell_taken_up(need: Need) -> None:
    """The client, and the home hub where it has one by now."""
    home = need.hub.name if need.hub else ""
    write_to_client(need, TAKEN_UP, key=f"{TAKEN_UP}:{need.pk}:{need.version}", hub=home)
    if need.hub_id:
        tell(writers_of(need.hub_id), GIVEN, need, key=f"{GIVEN}:{need.pk}:{need.version}", hub=home)


def tell_refused(need: Need) -> None:
    write_to_client(need, REFUSED, key=f"{REFUSED}:{need.pk}", reason=need.ended_why)


def tell_closed(need: Need) -> None:
    write_to_client(need, CLOSED, key=f"{CLOSED}:{need.pk}:{need.version}", reason=need.ended_why)


def tell_carers(need: Need, name: str) -> None:
    """``reason`` is what the client gave, if anything."""
    tell(carers_of(need), name, need, key=f"{name}:{need.pk}:{need.version}", reason=need.ended_why)


def tell_hub_asked(referral: Referral) -> None:
    """That it need not answer, or work on it, any more."""
    page = ("referrals:referral", referral.pk)
    people = writers_of(referral.hub_id)
    tell(people, ENDED, referral.need, key=f"{ENDED}:{referral.pk}", page=page, hub_id=referral.hub_id)
