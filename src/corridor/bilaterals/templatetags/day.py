"""Tags of the day's pages."""

from __future__ import annotations

from typing import Any

from django import template

from corridor.bilaterals.day.agenda import Agenda, Entry
from corridor.events.models import Registration

register = template.Library()


@register.inclusion_tag("bilaterals/day/person_line.html")
def person_line(one: Registration) -> dict[str, Any]:
    """Position, organisation and country."""
    return {"one": one}


@register.simple_tag
def link_of(agenda: Agenda, entry: Entry) -> str:
    """Where an entry is joined online."""
    return agenda.link_of(entry)
