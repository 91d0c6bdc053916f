"""Repairs that wait for somebody to publish them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.bilaterals.enums import ProposalState
from corridor.bilaterals.models import Proposal
from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting

ANY: Final = """exists (select from bilaterals_proposal p
    join bilaterals_bilaterals b on b.id = p.bilaterals_id join events_event e on e.id = b.event_id
    where p.state = 'done' and p.change <> '' and e.group_id = any(%(moderates)s))"""


def register() -> None:
    register_waiting("bilaterals.repairs", items, if_any=ANY)


def items(person: Any, viewer: Viewer) -> Iterator[Item]:
    rows = Proposal.objects.filter(state=ProposalState.DONE).exclude(change="")
    rows = rows.filter(bilaterals__event__group__in=viewer.moderates)
    for one in rows.select_related("bilaterals__event__group"):
        event = one.bilaterals.event
        yield Item(
            kind="repair",
            title=_("A repaired schedule to publish: %(event)s") % {"event": best_text(event.title)},
            url=reverse("bilaterals:schedule", args=[event.group.slug, event.slug, one.number]),
            for_whom=best_text(event.group.name),
            as_role=str(_("organiser of the event")),
            why=str(one.get_change_display()),
            since=one.asked_at,
            rank=5,
        )
