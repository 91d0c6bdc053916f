"""Reads of schedules, and the door to one."""

from __future__ import annotations

from typing import Any

from corridor.bilaterals.enums import RUNNING, BilateralState, ProposalState
from corridor.bilaterals.models import Bilaterals, Proposal
from corridor.bilaterals.queries import bilaterals_for_coordinating
from corridor.kernel.errors import NotFound

LISTED = 20


def proposal_for_coordinating(person: Any, group: str, slug: str, number: int) -> Proposal:
    bilaterals = bilaterals_for_coordinating(person, group, slug)
    rows = bilaterals.proposals.select_related("bilaterals__event__group", "of")
    if found := rows.filter(number=number).first():
        return found
    raise NotFound


def published_of(bilaterals: Bilaterals) -> Proposal | None:
    return bilaterals.proposals.filter(state=ProposalState.PUBLISHED).first()


def proposals_listed(bilaterals: Bilaterals) -> list[Proposal]:
    """The latest, without those that were set aside."""
    return list(bilaterals.proposals.exclude(state=ProposalState.DISCARDED)[:LISTED])


def is_running(proposal: Proposal) -> bool:
    return proposal.state in RUNNING


def counts(bilaterals: Bilaterals) -> dict[str, int]:
    return {
        "people": bilaterals.profiles.present().count(),  # type: ignore[attr-defined]
        "meetings": bilaterals.meetings.filter(state=BilateralState.AGREED).count(),
        "slots": bilaterals.slots.count(),
        "tables": bilaterals.tables.filter(lost_at=None).count(),
    }
