"""The worker makes a schedule and tells of each step. It holds no transaction meanwhile: requests, answers
and cancellations go on, and publishing looks again at what has become of them."""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db.models.functions import Now

from corridor.bilaterals.enums import RUNNING, ProposalState
from corridor.bilaterals.models import Proposal
from corridor.engines import scheduling
from corridor.engines.scheduling import Answer, Problem, Status

from . import placing
from .demands import written
from .problem import AIMS, Event, read_event

EXPLAINING: Final = 20  # seconds
BETWEEN: Final = 1.0  # seconds between two looks at the row, and between two writes to it

log = logging.getLogger(__name__)


def make(proposal_id: int) -> None:
    """Nothing, if it has ended already."""
    mine = Proposal.objects.filter(pk=proposal_id, state__in=RUNNING)
    if not mine.update(state=ProposalState.RUNNING, started_at=Now()):
        return
    proposal = Proposal.objects.select_related("bilaterals").get(pk=proposal_id)
    try:
        event = read_event(proposal.bilaterals, spread=proposal.spread, all_held=proposal.all_held)
        result = _result(event, _solved(proposal, event.problem))
    except Exception as error:
        log.exception("No schedule could be made.")
        result = {"state": ProposalState.FAILED, "why_failed": f"{type(error).__name__}: {error}"[:500]}
    mine.update(ended_at=Now(), **result)


def _solved(proposal: Proposal, problem: Problem) -> Answer:
    watch = _Watch(proposal.pk)
    return scheduling.solve(
        problem, seconds=proposal.seconds, progress=watch.told, stop=watch.stops, explain=EXPLAINING
    )


@dataclass
class _Watch:
    """Between the engine, which has news at any moment, and the row, which is written once a second."""

    pk: int
    looked: float = 0
    wrote: float = 0

    def told(self, answer: Answer) -> None:
        if time.monotonic() - self.wrote >= BETWEEN:
            self.wrote = time.monotonic()
            Proposal.objects.filter(pk=self.pk).update(**_progress(answer))

    def stops(self) -> bool:
        if time.monotonic() - self.looked < BETWEEN:
            return False
        self.looked = time.monotonic()
        return not Proposal.objects.filter(pk=self.pk, state__in=RUNNING, stop_at=None).exists()


def _progress(answer: Answer) -> dict[str, Any]:
    seconds = {name: round(at, 2) for name, at in asdict(answer.seconds).items() if at is not None}
    return {
        "values": _by_aim(answer.objective or ()),
        "bounds": _by_aim(answer.bound),
        "seconds_to": seconds,
    }


def _by_aim(values: tuple[int, ...]) -> dict[str, int]:
    return {str(aim): value for aim, value in zip(AIMS, values, strict=False)}


def _result(event: Event, answer: Answer) -> dict[str, Any]:
    found = _progress(answer) | {"state": ProposalState.DONE, "proof": str(answer.status)}
    if answer.status is Status.IMPOSSIBLE:
        return found | {"conflict": written(event, answer.conflict)}
    if answer.schedule is None:
        return found | {"state": ProposalState.FAILED, "why_failed": "no schedule in this time"}
    worth = placing.check_before_storing(event.problem, answer.schedule)
    if worth != found["values"]:
        raise placing.Wrong(f"the checker counts {worth}, not {found['values']}")
    return found | {"placed": placing.as_json(placing.placed(event, answer.schedule))}
