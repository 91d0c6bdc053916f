"""A hub leaves a group, or its moderators end the membership."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from corridor.kernel import journal
from corridor.kernel.errors import Conflict
from corridor.members.actions import announce_hubs
from corridor.members.admission import letters
from corridor.members.models import GroupMembership


def end_membership(
    *, by: Any, membership: GroupMembership, until: date, reason: str, by_hub: bool
) -> GroupMembership:
    """``until`` is the last day. The hub and its people stay in the network; its place can be renewed."""
    with transaction.atomic():
        kept = GroupMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        if kept.until is not None and kept.until <= until:
            raise Conflict
        before = {"until": kept.until and str(kept.until)}
        kept.until = until
        kept.save(update_fields=["until"])
        after = {"until": str(until), "by_hub": by_hub}
        journal.record("end-membership", kept, by=by, before=before, after=after)
        announce_hubs([kept.hub_id])
        letters.tell_membership_ended(kept, reason=reason, by_hub=by_hub)
    return kept
