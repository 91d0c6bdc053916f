"""Needs that came in wait for the moderators; those with a client and no home hub stay with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting
from corridor.members.enums import GroupRoleName

from .listing import waiting_in

# Whether there is anything to look for at all.
ANY_RECEIVED = """exists (select from referrals_need where group_id = any(%(moderates)s)
    and state = 'received')"""


def register() -> None:
    register_waiting("referrals.received", received_needs, if_any=ANY_RECEIVED)


def received_needs(person: Any, viewer: Viewer) -> Iterator[Item]:
    if not viewer.moderates:
        return
    for need in waiting_in(viewer.moderates):
        page = reverse("referrals:waiting-needs", args=[need.group.slug])
        yield Item(
            kind="need",
            title=_("Somebody needs help: %(need)s") % {"need": need.title},
            url=f"{page}#need-{need.pk}",
            for_whom=best_text(need.group.name),
            as_role=str(GroupRoleName.MODERATOR.label),
            why=_("Choose who looks after it, or say why it is not taken up."),
            since=need.created_at,
            due=need.due_on,
        )
