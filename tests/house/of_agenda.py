"""An agenda with one item, a suggestion of Anna's, and a proposal that was set aside; a guest is invited."""

from __future__ import annotations

from typing import Any

from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemState
from corridor.meetings.invitations.models import Invitation


def of_agenda(room: Any) -> dict[str, str]:
    anna, meeting = room.people["anna"], room.coming
    item = AgendaItem.objects.create(meeting=meeting, title="Test beds")
    suggestion = AgendaItem.objects.create(
        meeting=meeting, title="Robots", state=ItemState.SUGGESTED, suggested_by=anna
    )
    aside = AgendaItem.objects.create(
        meeting=meeting, title="Ports", state=ItemState.SET_ASIDE, origin="meetings.actions:0"
    )
    Invitation.objects.create(meeting=meeting, address="lind@example.org", name="Prof. Lind")
    return {
        "agenda_item": str(item.pk),
        "agenda_suggestion": str(suggestion.pk),
        "agenda_aside": str(aside.pk),
    }
