from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from corridor.kernel import journal
from corridor.members.models import Hub


def confirm_hub(*, by: Any, hub: Hub) -> Hub:
    """The hub says that its profile is still right. Said twice on one day, it is said once."""
    with transaction.atomic():
        hub = Hub.objects.select_for_update(of=("self",)).get(pk=hub.pk)
        now = timezone.now()
        if hub.confirmed_at is None or hub.confirmed_at.date() != now.date():
            before = hub.confirmed_at.date().isoformat() if hub.confirmed_at else ""
            hub.confirmed_at = now
            Hub.objects.filter(pk=hub.pk).update(confirmed_at=now)
            after = {"confirmed": now.date().isoformat()}
            journal.record("confirm-hub", hub, by=by, before={"confirmed": before}, after=after)
    return hub
