"""Jobs of the catalogue, where the worker finds them."""

from __future__ import annotations

from procrastinate.contrib.django import app

from .sheets.tasks import apply_service_import  # noqa: F401 - found here by the worker


@app.periodic(cron="10 3 * * *")  # type: ignore[untyped-decorator]
@app.task(name="catalogue.sink_stale", queueing_lock="catalogue.sink_stale")  # type: ignore[untyped-decorator]
def sink_stale(timestamp: int) -> None:
    """Each night: what nobody confirmed for too long sinks in search."""
    from . import search

    search.sink_stale()


@app.periodic(cron="30 5 * * *")  # type: ignore[untyped-decorator]
@app.task(name="catalogue.ask_about_services", queueing_lock="catalogue.ask_about_services")  # type: ignore[untyped-decorator]
def ask_about_services(timestamp: int) -> None:
    """Every morning: are these services still right?"""
    from .upkeep import asking

    asking.ask_about_services()


@app.periodic(cron="20 3 * * *")  # type: ignore[untyped-decorator]
@app.task(name="catalogue.forget_unmet", queueing_lock="catalogue.forget_unmet")  # type: ignore[untyped-decorator]
def forget_unmet(timestamp: int) -> None:
    """Each night: what was asked in vain two years ago is forgotten."""
    from .unmet import actions

    actions.forget_old()


@app.periodic(cron="40 5 * * *")  # type: ignore[untyped-decorator]
@app.task(name="catalogue.ask_saved_searches", queueing_lock="catalogue.ask_saved_searches")  # type: ignore[untyped-decorator]
def ask_saved_searches(timestamp: int) -> None:
    """Every morning: what is new and fits somebody's saved searches."""
    from .saved import rounds

    rounds.tell_what_is_new()
