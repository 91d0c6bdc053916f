"""A decision, an action of Anna's, and an open vote at the meeting that is still to come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from corridor.meetings.registers.models import Action, Decision
from corridor.meetings.votes.models import Elector, Vote


def of_registers(room: Any) -> dict[str, str]:
    anna, now = room.people["anna"], timezone.now()
    given = {"group": room.group, "year": 2026, "number": 1, "meeting": room.coming}
    decision = Decision.objects.create(
        **given, text="We test in Lisbon.", decided_on=timezone.localdate(), audience="group"
    )
    action = Action.objects.create(
        **given, text="Ask the port of Lisbon.", owner=anna, hub=room.hub, noted_on=timezone.localdate()
    )
    vote = Vote.objects.create(
        meeting=room.coming,
        question="Do we test in Lisbon?",
        quorum=1,
        opened_at=now,
        closes_at=now + timedelta(days=1),
    )
    Elector.objects.create(vote=vote, hub=room.hub)
    return {"decision": decision.code, "action": action.code, "vote": str(vote.pk)}
