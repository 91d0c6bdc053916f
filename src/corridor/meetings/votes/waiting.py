"""Votes that wait for a hub of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting

from .queries import waiting_votes

ANY_VOTE = """exists (select from meetings_vote v join meetings_elector e on e.vote_id = v.id
    where v.counted_at is null and v.cancelled_at is null and v.closes_at > now()
    and e.hub_id = any(%(hubs)s) and not e.voted and e.recused_by_id is null)"""


def register() -> None:
    register_waiting("meetings.votes", votes, if_any=ANY_VOTE)


def votes(person: Any, viewer: Viewer) -> Iterator[Item]:
    if not viewer.hubs:
        return
    for vote in waiting_votes(viewer):
        group = vote.meeting.group
        yield Item(
            kind="vote",
            title=_("Your hub has a vote: %(question)s") % {"question": vote.question},
            url=reverse("meetings:vote", args=[group.slug, vote.meeting_id, vote.pk]),
            for_whom=best_text(group.name),
            as_role=str(_("member of the group")),
            due=timezone.localdate(vote.closes_at),
            rank=10,
        )
