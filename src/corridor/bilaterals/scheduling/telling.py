"""Whoever's day has changed gets their agenda as it is now; who has no meeting left reads that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from corridor.bilaterals.day.letters import kind, send_agendas_to, write
from corridor.bilaterals.day.queries import with_meetings
from corridor.bilaterals.enums import ProposalState
from corridor.bilaterals.models import Profile, Proposal
from corridor.kernel.i18n.fields import best_text
from corridor.post.kinds import register_kind

from . import tasks

NOTHING_LEFT: Final = "bilaterals-none"
AT_ONCE: Final = 20


def register() -> None:
    register_kind(kind(NOTHING_LEFT, _("You have no 1:1 meetings any more")))


def tell_changed(profiles: Iterable[Profile]) -> None:
    """In the transaction that publishes. Few are written to at once, many by the worker."""
    people = list(profiles)
    if not people:
        return
    published = Proposal.objects.filter(bilaterals=people[0].bilaterals_id, state=ProposalState.PUBLISHED)
    ids, number = [one.pk for one in people], published.get().number
    if len(ids) <= AT_ONCE:
        write_agendas(ids, number)
    else:
        tasks.write_agendas.defer(profiles=ids, number=number)


def write_agendas(profiles: Sequence[int], number: int) -> None:
    """Once for each schedule, by its ``number``."""
    related = ("bilaterals__event__group", "registration__person", "registration__event")
    people = list(Profile.objects.filter(pk__in=profiles).select_related(*related))
    if not people:
        return
    busy = list(with_meetings(people[0].bilaterals).filter(pk__in=profiles))
    send_agendas_to(busy)
    ids = {one.pk for one in busy}
    for one in people:
        if one.pk not in ids:
            _tell_nothing_left(one, number)


def _tell_nothing_left(profile: Profile, number: int) -> None:
    title = best_text(profile.bilaterals.event.title, profile.registration.language)
    key = f"{NOTHING_LEFT}:{profile.pk}:{number}"
    write(profile, NOTHING_LEFT, lambda: {"event": title}, key=key)
