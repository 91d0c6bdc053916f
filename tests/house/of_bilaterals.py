"""1:1 meetings of an event with a published schedule, a proposed one, and one that is being made."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from corridor.bilaterals.enums import ProposalState
from corridor.bilaterals.models import Proposal
from corridor.members.models import WorkingGroup
from corridor.people.models import Person
from tests.bilaterals.making import agreed, new_bilaterals, new_event, new_profile, published


def of_schedules(group: WorkingGroup, people: Mapping[str, Person | None]) -> dict[str, str]:
    """``{bilateral}`` is Anna's with a visitor. Schedule 1 is published, 2 proposed, 3 being made."""
    event = new_event(group, "schedules")
    held = new_bilaterals(group, event=event)
    anna = new_profile(held, "Anna Berg", person=people["anna"])
    meeting = agreed(anna, new_profile(held, "Vito"))
    published(held, {meeting: (1, 1)})
    now = timezone.now()
    for number, state in ((2, ProposalState.DONE), (3, ProposalState.RUNNING)):
        Proposal.objects.create(bilaterals=held, number=number, state=state, asked_at=now)
    return {"bilateral": str(meeting.pk)}
