"""Who is in a meeting that was just agreed: the two, and of those who come with them all that are free."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from corridor.bilaterals.enums import Half
from corridor.bilaterals.models import Ask, Bilateral, Bilaterals, Party, Profile, Slot
from corridor.events.enums import Presence
from corridor.kernel.errors import Refused

from .limits import NONE, Full, loads_of
from .locking import Pair


def agree(ask: Ask, pair: Pair) -> Bilateral:
    """In the transaction that holds the locks of ``pair``."""
    people = parties_of(pair)
    made = Bilateral.objects.create(
        bilaterals=ask.bilaterals,
        ask=ask,
        priority=max(one.priority for one in people),
        is_online=any(one.registration.presence == Presence.ONLINE for one in people),
        half=half_of(people),
    )
    Party.objects.bulk_create(Party(meeting=made, profile=one) for one in people)
    return made


def parties_of(pair: Pair) -> list[Profile]:
    """The two must have time; of the others those who have it at one of the same hours."""
    bilaterals = pair.by.bilaterals
    loads = loads_of(bilaterals, [one.pk for one in pair.everybody])
    for one in (pair.by, pair.to):
        if loads.get(one.pk, NONE).meetings >= bilaterals.most_meetings:
            raise Full(
                _("%(name)s has as many meetings as one person may have.") % {"name": one.registration.name}
            )
    free = free_slots(bilaterals, pair.everybody)
    common = _both_there(pair, free)
    people = [pair.by, pair.to]
    for one in pair.companions:
        is_full = loads.get(one.pk, NONE).meetings >= bilaterals.most_meetings
        if not is_full and (common & free[one.pk] or not common):
            people.append(one)
            common &= free[one.pk]
    return people


def refuse_apart(pair: Pair) -> None:
    """Where the two could never meet."""
    _both_there(pair, free_slots(pair.by.bilaterals, [pair.by, pair.to]))


def _both_there(pair: Pair, free: dict[int, set[int]]) -> set[int]:
    """The slots that both have; none as long as there are no slots."""
    common = free[pair.by.pk] & free[pair.to.pk]
    if not common and Slot.objects.filter(bilaterals=pair.by.bilaterals).exists():
        raise Refused(_("The two of you are never there at the same time."))
    return common


def free_slots(bilaterals: Bilaterals, people: Sequence[Profile]) -> dict[int, set[int]]:
    """By person, the slots in which they are not away; two queries."""
    slots = set(Slot.objects.filter(bilaterals=bilaterals).values_list("pk", flat=True))
    free = {one.pk: set(slots) for one in people}
    away = Profile.away.through.objects.filter(profile__in=list(free))
    for profile, slot in away.values_list("profile_id", "slot_id"):
        free[profile].discard(slot)
    return free


def half_of(people: Sequence[Profile]) -> Half:
    """The wish that somebody has and nobody contradicts."""
    wishes = {one.half for one in people} - {Half.EITHER}
    return Half(wishes.pop()) if len(wishes) == 1 else Half.EITHER
