"""Tabs over an event's pages: those of its organisers, and those of somebody who takes part. Each part of the
room, and each room above, adds its own in its ``register()``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from corridor.kernel.errors import Text
from corridor.kernel.ui.addresses import address

from .models import Event, Registration


@dataclass(frozen=True)
class Tab:
    """``url_name`` is a page with the group's slug and the event's in its address."""

    name: str
    title: Text
    url_name: str
    order: int

    def url(self, event: Event) -> str:
        return address(self.url_name, event.group.slug, event.slug)


OfEvent = Callable[[Event], Iterable[Tab]]
OfRegistration = Callable[[Registration], Iterable[Tab]]

_ORGANISERS: dict[str, OfEvent] = {}
_OWN: dict[str, OfRegistration] = {}


def register_tab(name: str, title: Text, url_name: str, order: int) -> None:
    """A page of the organisers, at every event."""
    tab = Tab(name, title, url_name, order)
    register_tabs(name, lambda _event: [tab])


def register_tabs(name: str, source: OfEvent) -> None:
    """Pages of the organisers. ``source`` is asked on every page of every event: it should need at most one
    quick query."""
    _ORGANISERS[name] = source


def register_own_tabs(name: str, source: OfRegistration) -> None:
    """Pages below ``me/``, of whoever takes part."""
    _OWN[name] = source


def tabs_of(event: Event) -> list[Tab]:
    return _in_order(tab for source in _ORGANISERS.values() for tab in source(event))


def own_tabs_of(registration: Registration) -> list[Tab]:
    return _in_order(tab for source in _OWN.values() for tab in source(registration))


def shown_as(tabs: Iterable[Tab], event: Event, here: str) -> list[dict[str, Any]]:
    """For ``events/parts/tabs.html``; ``here`` is the name of the page that shows them."""
    return [{"title": one.title, "url": one.url(event), "current": one.name == here} for one in tabs]


def _in_order(tabs: Iterable[Tab]) -> list[Tab]:
    return sorted(tabs, key=lambda tab: tab.order)
