"""Tabs over a meeting's pages: each part of the room adds its own in its ``register()``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import Text
from corridor.kernel.ui.addresses import address

from .models import Meeting

Shown = Callable[[Meeting, Viewer, Any], bool]  # meeting, viewer, person


def _always(_meeting: Meeting, _viewer: Viewer, _person: Any) -> bool:
    return True


@dataclass(frozen=True)
class Tab:
    """``url_name`` is a page with the group's slug and the meeting's id in its address. ``shown`` is asked
    on every page of every meeting: it should need no query of its own."""

    name: str
    title: Text
    url_name: str
    order: int
    shown: Shown

    def url(self, meeting: Meeting) -> str:
        return address(self.url_name, meeting.group.slug, str(meeting.pk))


_TABS: dict[str, Tab] = {}


def register_tab(name: str, title: Text, url_name: str, order: int, shown: Shown = _always) -> None:
    _TABS[name] = Tab(name, title, url_name, order, shown)


def tabs_of(meeting: Meeting, viewer: Viewer, person: Any) -> list[Tab]:
    """Those that this reader may open, in their order."""
    shown = [tab for tab in _TABS.values() if tab.shown(meeting, viewer, person)]
    return sorted(shown, key=lambda tab: tab.order)
