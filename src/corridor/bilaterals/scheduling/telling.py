"""Whoever's day has changed gets their agenda, once for each schedule that was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.bilaterals.enums import ProposalState
from corridor.bilaterals.models import BookedParty, Booking, Profile, Proposal
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.zones import span
from corridor.post import actions as post
from corridor.post import clean
from corridor.post.kinds import Kind, register_kind

from . import tasks

AGENDA: Final = Kind(
    "bilaterals-agenda",
    gettext_lazy("Your 1:1 meetings at an event"),
    "bilaterals/mail/agenda",
    needs_answer=True,
)
AT_ONCE: Final = 20


def register() -> None:
    register_kind(AGENDA)


def tell_changed(profiles: Iterable[Profile]) -> None:
    """In the transaction that publishes. Few are written to at once, many by the worker."""
    ids = [one.pk for one in profiles]
    if not ids:
        return
    bilaterals = Profile.objects.filter(pk=ids[0]).values("bilaterals")
    number = Proposal.objects.get(bilaterals__in=bilaterals, state=ProposalState.PUBLISHED).number
    if len(ids) <= AT_ONCE:
        write_agendas(ids, number)
    else:
        tasks.write_agendas.defer(profiles=ids, number=number)


def write_agendas(profiles: Sequence[int], number: int) -> None:
    """Once for each schedule, by its ``number``; somebody who has left reads that nothing is left."""
    related = ("bilaterals__event__group", "registration__person")
    people = list(Profile.objects.filter(pk__in=profiles).select_related(*related))
    bookings = _bookings(people)
    for one in people:
        _tell(one, bookings[one.pk], key=f"{AGENDA.name}:{one.pk}:{number}")


def _bookings(profiles: Sequence[Profile]) -> dict[int, list[Booking]]:
    parties = BookedParty.objects.select_related("profile__registration")
    rows = Booking.objects.filter(parties__profile__in=profiles).distinct().select_related("table__room")
    found: dict[int, list[Booking]] = defaultdict(list)
    for booking in rows.prefetch_related(Prefetch("parties", parties)).order_by("starts_at"):
        for party in booking.parties.all():
            found[party.profile_id].append(booking)
    return found


def _tell(profile: Profile, bookings: Sequence[Booking], *, key: str) -> None:
    event, registration = profile.bilaterals.event, profile.registration
    person = registration.person
    language = person.language if person else registration.language
    zone = person.time_zone if person else registration.zone
    with override(language):
        lines = [_line(one, profile, event.zone if event.is_on_site else zone) for one in bookings]
    letter: dict[str, Any] = {
        "kind": AGENDA.name,
        "context": {"event": best_text(event.title, language), "lines": lines},
        "key": key,
        "about": event,
        "group_id": event.group_id,
    }
    if person:
        post.tell(person=person, **letter)
    else:
        name = clean.one_line(registration.name)
        address = registration.email
        post.write_to(address=address, name=name, language=language, time_zone=zone, **letter)


def _line(booking: Booking, profile: Profile, zone: str) -> str:
    hours = span(booking.starts_at, booking.ends_at, zone)
    others = [str(one.profile) for one in booking.parties.all() if one.profile_id != profile.pk]
    text = _("%(day)s, %(hours)s (%(city)s), %(place)s: %(names)s")
    return text % {
        "day": hours.day,
        "hours": hours.hours,
        "city": hours.city,
        "place": place_in_words(booking),
        "names": clean.one_line(", ".join(others)),
    }


def place_in_words(booking: Booking) -> str:
    table = booking.table
    if table.is_online and table.link:
        return table.link
    words = _("table %(number)d") % {"number": table.number}
    return f"{words}, {table.room.name}" if table.room else words
