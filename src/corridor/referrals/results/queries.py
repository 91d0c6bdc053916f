from __future__ import annotations

from corridor.kernel.audience import Viewer
from corridor.referrals.enums import ReferralState
from corridor.referrals.models import Referral, ServiceRecord

from .kpi import KpiLine, kpi_lines
from .steps import AFTER


def kpi_lines_for(viewer: Viewer, referral: Referral) -> list[KpiLine]:
    """Each hub's people see their own; before a hub took the need there are none."""
    if not is_taken(referral):
        return []
    return [line for line in kpi_lines(referral) if line is not None and line.hub.pk in viewer.hubs]


def is_taken(referral: Referral) -> bool:
    return referral.state == ReferralState.TAKEN or referral.state in AFTER[ReferralState.AGREED]


def record_of(referral: Referral) -> ServiceRecord | None:
    found: ServiceRecord | None = getattr(referral, "record", None)
    return found
