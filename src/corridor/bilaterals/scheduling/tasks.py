"""Jobs of schedules: thin, and safe to run twice."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.task(name="bilaterals.make_proposal")  # type: ignore[untyped-decorator]
def make_proposal(proposal_id: int) -> None:
    """One whose worker was killed is begun again by the next."""
    from .making import make

    make(proposal_id)


@app.task(name="bilaterals.write_agendas")  # type: ignore[untyped-decorator]
def write_agendas(profiles: list[int], number: int) -> None:
    from .telling import write_agendas as write

    write(profiles, number)
