"""Sections of an event's public page that rooms above add in their ``register()``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .models import Event, Registration


@dataclass(frozen=True)
class Section:
    """``template`` gets the ``event`` and what ``shows`` says of it to whoever reads, by their registration;
    nothing of it is shown where that is empty."""

    template: str
    shows: Callable[[Event, Registration | None], Mapping[str, Any]]


_SECTIONS: dict[str, Section] = {}


def register_section(template: str, shows: Callable[[Event, Registration | None], Mapping[str, Any]]) -> None:
    """In the order of registration."""
    _SECTIONS[template] = Section(template, shows)


def sections_of(event: Event, mine: Registration | None) -> list[tuple[str, Mapping[str, Any]]]:
    """Templates, and what they show."""
    shown = ((section.template, section.shows(event, mine)) for section in _SECTIONS.values())
    return [(template, told) for template, told in shown if told]
