"""The three steps after a hub took a need: which state each leads to, and where it may still be corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.referrals.enums import ReferralState
from corridor.referrals.models import Referral

S = ReferralState


@dataclass(frozen=True)
class Step:
    """``fields`` are those of the service's record; ``verb`` the journal's, ``letter`` the kind of mail,
    ``act`` the words on its button."""

    name: str
    state: ReferralState
    begins_in: ReferralState
    verb: str
    letter: str
    title: Text
    act: Text
    fields: tuple[str, ...]

    def is_first(self, referral: Referral) -> bool:
        return referral.state == self.begins_in

    def is_open(self, referral: Referral) -> bool:
        """Now, or to be corrected: an invoice often comes after everything else."""
        return self.is_first(referral) or referral.state in AFTER[self.state]


AFTER: Final[Mapping[str, frozenset[str]]] = {
    S.AGREED: frozenset({S.AGREED, S.DELIVERED, S.DONE}),
    S.DELIVERED: frozenset({S.DELIVERED, S.DONE}),
    S.DONE: frozenset({S.DONE}),
}
AGREEMENT: Final = Step(
    *("agreement", S.AGREED, S.TAKEN, "agree-service", "referral-agreed", _("Service agreed")),
    _("Record the agreement"),
    ("agreed_on", "starts_on", "ends_on", "price", "aid", "aid_note"),
)
DELIVERY: Final = Step(
    *("delivery", S.DELIVERED, S.AGREED, "deliver-service", "referral-delivered", _("Service delivered")),
    _("Record the delivery"),
    (
        *("starts_on", "ends_on", "attendees", "technologies", "technology_other"),
        *("description", "invoiced", "capacities"),
    ),
)
RESULT: Final = Step(
    *("result", S.DONE, S.DELIVERED, "record-result", "referral-result", _("Result recorded")),
    _("Record the result"),
    ("outcome", "investment", "investment_kind"),
)
STEPS: Final = (AGREEMENT, DELIVERY, RESULT)


def open_steps(referral: Referral) -> list[Step]:
    """For the referral's page: what its hub may write now."""
    return [step for step in STEPS if step.is_open(referral)]
