"""Requests that nobody answered while they could be answered."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from corridor.bilaterals.enums import AskState
from corridor.bilaterals.models import Ask
from corridor.events.enums import EventState, RegistrationState

from .actions import expire_ask


def expire_asks() -> int:
    """Once asking is closed, or one of the two takes no part any more; how many."""
    sent = Ask.objects.filter(state=AskState.SENT).annotate(
        closes=Coalesce("bilaterals__asking_closes_at", "bilaterals__event__ends_at")
    )
    gone = Q(pk__in=[])
    for side in ("by", "to"):
        gone |= Q(**{f"{side}__left_at__isnull": False})
        gone |= ~Q(**{f"{side}__registration__state": RegistrationState.REGISTERED})
    over = Q(closes__lte=Now()) | Q(bilaterals__event__state=EventState.CANCELLED) | gone
    return sum(expire_ask(one) for one in sent.filter(over).order_by("pk"))
