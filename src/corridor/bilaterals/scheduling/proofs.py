"""What is known of a schedule, in words: its aims, what they are worth, and how much better it might be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.bilaterals.enums import Proof
from corridor.bilaterals.models import Proposal
from corridor.engines.scheduling import Aim

from .problem import AIMS

NAMES: Final = {
    Aim.UNHELD: gettext_lazy("Meetings that are not held"),
    Aim.IDLE: gettext_lazy("Slots that people wait"),
    Aim.BREAKS: gettext_lazy("Waits"),
    Aim.WORST: gettext_lazy("Longest wait of one person"),
}
MEANINGS: Final = {
    Aim.UNHELD: gettext_lazy("Agreed, and in no slot; one with priority 2 counts twice. It comes first."),
    Aim.IDLE: gettext_lazy("Free slots between the first and the last meeting of each person, added up."),
    Aim.BREAKS: gettext_lazy("How many times somebody waits, however long."),
    Aim.WORST: gettext_lazy("Free slots of whoever waits longest between first and last meeting."),
}


@dataclass(frozen=True)
class Value:
    """Of one aim. ``bound`` is ``None`` where nothing is known because an aim before it may get better."""

    name: Any
    meaning: Any
    value: int
    bound: int | None

    @property
    def is_proven(self) -> bool:
        return self.value == self.bound


def values(proposal: Proposal) -> list[Value]:
    """A bound holds where the aims before it are at their optimum; it is told up to the first that is not."""
    found, holds = [], True
    for aim in AIMS:
        if str(aim) in proposal.values:
            value, bound = proposal.values[aim], proposal.bounds.get(aim) if holds else None
            found.append(Value(NAMES[aim], MEANINGS[aim], value, bound))
            holds = holds and value == bound
    return found


def in_words(proposal: Proposal) -> str:
    """One sentence for the whole proposal."""
    if proposal.change:
        return _of_repair(proposal)
    if proposal.proof == Proof.OPTIMAL:
        return _("Proven best: no schedule is better in these aims, in this order.")
    if proposal.proof == Proof.IMPOSSIBLE:
        return _("Impossible: no schedule keeps all of these demands together.")
    open_aim = next((one for one in values(proposal) if not one.is_proven), None)
    if open_aim is None or open_aim.bound is None:
        return _("Best found in this time.")
    text = _("Best found: “%(aim)s” is within %(gap)d of the bound %(bound)d; no schedule goes below it.")
    gap = open_aim.value - open_aim.bound
    return text % {"aim": open_aim.name, "gap": gap, "bound": open_aim.bound}


def _of_repair(proposal: Proposal) -> str:
    if proposal.proof == Proof.OPTIMAL:
        text = _("Proven least change: %(moved)d published meetings move, and no schedule moves fewer.")
    else:
        text = _("%(moved)d published meetings move. No schedule moves fewer than %(least)d.")
    return text % {"moved": proposal.moved or 0, "least": proposal.least or 0}
