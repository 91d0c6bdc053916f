"""Where an event stands, for the page that says who can see it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Placement, RecordType, register_record_type
from corridor.kernel.i18n.fields import best_text

from . import queries
from .enums import EVENT_AUDIENCES, EventState
from .models import Event

CHOSEN_FROM = tuple(Audience(one) for one in EVENT_AUDIENCES)


def _stands(event: Event) -> Placement:
    """Until it is published it is for those who take part in its group."""
    groups = frozenset({event.group_id})
    if event.state == EventState.DRAFT or event.audience not in CHOSEN_FROM:
        return Placement(Audience.GROUP, groups=groups, for_onlookers=False)
    return Placement(event.audience, groups=groups)


def register() -> None:
    register_record_type(
        RecordType(
            name="event",
            model="events.Event",
            title=_("event"),
            door=queries.event_by_key,
            placement=_stands,
            audiences=CHOSEN_FROM,
            label=lambda event: best_text(event.title),
            page=lambda event: reverse("events:event", args=[event.group.slug, event.slug]),
        )
    )
