"""Letters about a meeting that takes the place of a missed one; both sides answer without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.bilaterals.models import Bilateral, Booking, Profile
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.zones import span
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.kinds import register_kind
from corridor.post.models import Question

from . import calendar, offering
from .agenda import agenda_of, place_of
from .letters import agenda_letter, kind, write
from .models import Replacement
from .queries import zone_of

OFFERS, NOW, OFF = "bilateral-offers", "bilateral-now", "bilateral-off"
TAKE: Final = "bilateral-take"
COME: Final = "bilateral-come"
# By these names a plain yes or no is understood in all 24 languages as well.
TAKING: Final = (Choice("yes", gettext_lazy("Take this meeting")), Choice("no", gettext_lazy("Not this one")))
COMING: Final = (Choice("yes", gettext_lazy("I am coming")), Choice("no", gettext_lazy("I cannot come")))


def register() -> None:
    register_kind(kind(OFFERS, gettext_lazy("Another 1:1 meeting instead of one that was missed")))
    register_kind(kind(NOW, gettext_lazy("A 1:1 meeting at short notice")))
    register_kind(kind(OFF, gettext_lazy("A 1:1 meeting does not happen")))
    register_purpose(Purpose(TAKE, TAKING, _offered, _taken, days=1, is_item=False))
    register_purpose(Purpose(COME, COMING, _to_come, _come, days=1, is_item=False))


def tell_offers(profile: Profile, missed: Bilateral, offers: Sequence[Replacement]) -> None:
    key = f"{OFFERS}:{missed.pk}:{profile.pk}:{offers[0].pk}"
    write(profile, OFFERS, lambda: {"offers": [_in_words(one) for one in offers]}, key=key)


def tell_taken(found: Replacement, booking: Booking) -> None:
    """The other at once; both have it in their agendas."""
    agenda_letter(found.to)
    other = found.other
    write(
        other,
        NOW,
        lambda: _facts(other, found.to, booking) | {"come": _question(COME, found, other).url},
        key=f"{NOW}:{found.pk}",
        entry=lambda: calendar.for_letter(agenda_of(other)),
    )


def tell_declined(found: Replacement) -> None:
    who = found.other.registration.name
    write(found.to, OFF, lambda: {"who": who}, key=f"{OFF}:{found.pk}")


def _in_words(one: Replacement) -> dict[str, Any]:
    hours = span(one.slot.starts_at, one.slot.ends_at, zone_of(one.to.registration))
    who = one.other.registration
    return {
        "who": who.name,
        "organisation": who.organisation,
        "hours": hours.hours,
        "reasons": "; ".join(offering.reasons(one)),
        "url": _question(TAKE, one, one.to).url_for("yes"),
    }


def _facts(profile: Profile, other: Profile, booking: Booking) -> dict[str, Any]:
    hours = span(booking.starts_at, booking.ends_at, zone_of(profile.registration))
    return {
        "event": best_text(profile.bilaterals.event.title),
        "who": other.registration.name,
        "organisation": other.registration.organisation,
        "hours": hours.hours,
        "place": place_of(booking.table),
    }


def _question(purpose: str, about: Replacement, profile: Profile) -> Question:
    registration = profile.registration
    return ask(
        purpose=purpose,
        about=about,
        language=registration.language,
        key=f"{purpose}:{about.pk}",
        person=registration.person,
        address=registration.email,
        name=registration.name,
        until=about.slot.ends_at,
    )


def _replacement(question: Question) -> Replacement:
    found = subject_of(question)
    if not isinstance(found, Replacement):
        raise NotFound
    return found


def _offered(question: Question) -> str:
    found = _replacement(question)
    said = {"who": found.other.registration.name, "because": "; ".join(offering.reasons(found))}
    return _("Meet %(who)s instead? %(because)s") % said


def _taken(*, question: Question, choice: str, by: Any) -> str:
    if choice != TAKING[0].name:
        return _("Thank you. Nothing is booked.")
    found = _replacement(question)
    booking = offering.take(by=found.to, replacement=found)
    return _("It is booked: %(place)s. Your agenda is on its way.") % {"place": place_of(booking.table)}


def _to_come(question: Question) -> str:
    found = _replacement(question)
    return _("%(who)s would like to meet you now. Are you coming?") % {"who": found.to.registration.name}


def _come(*, question: Question, choice: str, by: Any) -> str:
    if choice == COMING[0].name:
        return _("Thank you.")
    found = _replacement(question)
    offering.decline(by=found.other, replacement=found)
    return _("Thank you. The meeting is cancelled, and the other side knows.")
