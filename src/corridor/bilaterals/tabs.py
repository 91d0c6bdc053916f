"""Tabs over the pages of the 1:1 meetings: in those of the event, and a second row for its organisers."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.events.models import Event, Registration
from corridor.events.tabs import Tab, register_own_tab, register_tab

from .models import Bilaterals, Profile


def are_set_up(event: Event) -> bool:
    return Bilaterals.objects.filter(event=event).exists()


def may_join(registration: Registration) -> bool:
    return registration.is_coming and are_set_up(registration.event) and not has_joined(registration)


def has_joined(registration: Registration) -> bool:
    """Asked once for all tabs of a page."""
    if not hasattr(registration, "_has_profile"):
        registration._has_profile = Profile.objects.filter(registration=registration).exists()  # type: ignore[attr-defined] # noqa: SLF001
    return bool(registration._has_profile)  # type: ignore[attr-defined] # noqa: SLF001


def _tab(name: str, title: object, page: str, order: int) -> Tab:
    return Tab(name, title, f"bilaterals:{page}", order, lambda _event: True)  # type: ignore[arg-type]


# The second row, for organisers.
ORGANISING: Final = (
    _tab("overview", _("Schedules"), "overview", 0),
    _tab("changes", _("Changes"), "changes", 1),
    _tab("settings", _("Settings"), "settings", 2),
    _tab("risk", _("Who is at risk"), "at-risk", 3),
    _tab("delegations", _("Delegations"), "delegations", 4),
    _tab("plan", _("Table plan"), "table-plan", 5),
    _tab("no-shows", _("Who did not come"), "no-shows", 6),
    _tab("figures", _("Figures"), "figures", 7),
)


def register() -> None:
    title = _("1:1 meetings")
    register_tab("bilaterals", title, "bilaterals:overview", 60, are_set_up)
    register_tab("new-bilaterals", title, "bilaterals:settings", 60, lambda event: not are_set_up(event))
    register_own_tab("join", _("Join the 1:1 meetings"), "bilaterals:profile", 20, may_join)
    for order, (name, text, page) in enumerate(
        (
            ("requests", pgettext_lazy("for meetings", "Requests"), "requests"),
            ("suggestions", pgettext_lazy("of people", "Suggestions"), "suggestions"),
            ("people", _("People"), "people"),
            ("profile", _("Your profile"), "profile"),
            ("agenda", pgettext_lazy("of a person", "Agenda"), "agenda"),
            ("next", _("Now and next"), "next"),
        ),
        30,
    ):
        register_own_tab(name, text, f"bilaterals:{page}", order, has_joined)
