"""Tabs over the pages of the 1:1 meetings: in those of the event, and a second row for its organisers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.events.models import Event, Registration
from corridor.events.tabs import Tab, register_own_tabs, register_tabs

from .models import Bilaterals, Profile

JOIN: Final = Tab("join", _("Join the 1:1 meetings"), "bilaterals:profile", 20)


def _in_a_row(first: int, *tabs: tuple[str, Any, str]) -> tuple[Tab, ...]:
    """Each by its name, its title and its page."""
    return tuple(
        Tab(name, title, f"bilaterals:{page}", order) for order, (name, title, page) in enumerate(tabs, first)
    )


OWN: Final = _in_a_row(
    30,
    ("requests", pgettext_lazy("for meetings", "Requests"), "requests"),
    ("suggestions", pgettext_lazy("of people", "Suggestions"), "suggestions"),
    ("people", _("People"), "people"),
    ("profile", _("Your profile"), "profile"),
    ("agenda", pgettext_lazy("of a person", "Agenda"), "agenda"),
    ("next", _("Now and next"), "next"),
    ("changes", _("Changes"), "own-late"),
)
# The second row, for organisers.
ORGANISING: Final = _in_a_row(
    0,
    ("overview", _("Schedules"), "overview"),
    ("changes", _("Changes"), "changes"),
    ("settings", _("Settings"), "settings"),
    ("risk", _("Who is at risk"), "at-risk"),
    ("delegations", _("Delegations"), "delegations"),
    ("plan", _("Table plan"), "table-plan"),
    ("no-shows", _("Who did not come"), "no-shows"),
    ("figures", _("Figures"), "figures"),
)


def register() -> None:
    register_tabs("bilaterals", _of_organisers)
    register_own_tabs("bilaterals", _of_participants)


def _of_organisers(event: Event) -> Iterator[Tab]:
    page = "overview" if are_set_up(event) else "settings"
    yield Tab("bilaterals", _("1:1 meetings"), f"bilaterals:{page}", 60)


def _of_participants(registration: Registration) -> Iterator[Tab]:
    if has_joined(registration):
        yield from OWN
    elif registration.is_coming and are_set_up(registration.event):
        yield JOIN


def are_set_up(event: Event) -> bool:
    return Bilaterals.objects.filter(event=event).exists()


def has_joined(registration: Registration) -> bool:
    return Profile.objects.filter(registration=registration).exists()
