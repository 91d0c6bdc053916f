"""What the page of an agenda shows: to those who prepare it, to members who may suggest, and to readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corridor.kernel.http.request import Request
from corridor.kernel.i18n.zones import city
from corridor.meetings import rules
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemState, MeetingState, Outcome
from corridor.meetings.models import Meeting
from corridor.meetings.times import differs, zone_of

from . import queries, sending, timing
from .forms import SuggestionForm


@dataclass(frozen=True)
class Suggestion:
    """An item that a member suggests, with the hub for which they speak."""

    item: AgendaItem
    hub: str


def context_of(request: Request, meeting: Meeting, form: SuggestionForm | None = None) -> dict[str, Any]:
    person, group = request.user, meeting.group
    prepares = rules.prepares_meetings(person, group)
    items = queries.items_of(meeting)
    for item in items:
        item.url = queries.here(item.url)
    zone = zone_of(person, meeting)
    is_live = meeting.state != MeetingState.CANCELLED
    suggests = is_live and rules.takes_part(request.viewer, group) and not meeting.is_over()
    context = {
        "meeting": meeting,
        "group": group,
        "tab": "agenda",
        "rows": timing.timed(
            meeting, items if prepares else [queries.shown_to_members(i) for i in items], zone
        ),
        "sum": timing.sum_of(meeting, items),
        "zone": city(zone),
        "meeting_zone": city(meeting.zone) if differs(meeting, zone) else "",
        "prepares": prepares and is_live,
        "suggests": suggests,
        "form": form or SuggestionForm(),
        "suggestions": [],
    }
    return context | (_for_preparing(meeting, items) if prepares and is_live else _own(meeting, person))


def _for_preparing(meeting: Meeting, items: list[AgendaItem]) -> dict[str, Any]:
    proposals = [] if meeting.is_over() else queries.proposals_for(meeting)
    suggestions = queries.suggestions_of(meeting)
    hubs = queries.hubs_of_people(meeting, [one.suggested_by_id for one in suggestions])
    return {
        "proposals": proposals,
        "due": sum(one.is_due for one in proposals),
        "suggestions": [Suggestion(one, hubs.get(one.suggested_by_id or 0, "")) for one in suggestions],
        "set_aside": queries.set_aside_of(meeting),
        "sent": sending.sent(meeting, items),
        "is_usual": not items,
        "changeable": {one.pk for one in items if not one.began_at and one.outcome == Outcome.OPEN},
    }


def _own(meeting: Meeting, person: Any) -> dict[str, Any]:
    """What the reader has suggested themselves, and what became of it."""
    mine = AgendaItem.objects.filter(meeting=meeting, suggested_by=person.pk)
    return {"own": list(mine.exclude(state=ItemState.ACCEPTED).order_by("id"))}
