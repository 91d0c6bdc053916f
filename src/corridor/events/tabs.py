"""Tabs over an event's pages: those of its organisers, and those of somebody who takes part. Each part of the
room, and each room above, adds its own in its ``register()``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corridor.kernel.errors import Text
from corridor.kernel.ui.addresses import address

from .models import Event, Registration


@dataclass(frozen=True)
class Tab:
    """``url_name`` is a page with the group's slug and the event's in its address. ``shown`` is asked on
    every page of every event: it should need at most one quick query."""

    name: str
    title: Text
    url_name: str
    order: int
    shown: Callable[..., bool]

    def url(self, event: Event) -> str:
        return address(self.url_name, event.group.slug, event.slug)


def _always(_shown_of: object) -> bool:
    return True


_ORGANISERS: dict[str, Tab] = {}
_OWN: dict[str, Tab] = {}


def register_tab(
    name: str, title: Text, url_name: str, order: int, shown: Callable[[Event], bool] = _always
) -> None:
    """A page of the organisers."""
    _ORGANISERS[name] = Tab(name, title, url_name, order, shown)


def register_own_tab(
    name: str, title: Text, url_name: str, order: int, shown: Callable[[Registration], bool] = _always
) -> None:
    """A page below ``me/``, of whoever takes part."""
    _OWN[name] = Tab(name, title, url_name, order, shown)


def tabs_of(event: Event) -> list[Tab]:
    return _in_order(tab for tab in _ORGANISERS.values() if tab.shown(event))


def own_tabs_of(registration: Registration) -> list[Tab]:
    return _in_order(tab for tab in _OWN.values() if tab.shown(registration))


def _in_order(tabs: Iterable[Tab]) -> list[Tab]:
    return sorted(tabs, key=lambda tab: tab.order)
