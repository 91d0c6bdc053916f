"""What this room's tables hold about people. Whoever registers is often nobody with an account, and is known
by the address alone; whoever organises is. What an event says of itself is its group's; a person's name in it
goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import take_out

from .enums import RegistrationState
from .models import Event, EventMessage, Registration, RegistrationAnswer, RegistrationKey, Session
from .registering.forgetting import forget_registrations, leave_events

Rows = Iterable[Mapping[str, Any]]
TIME_TO_CONFIRM: Final = timedelta(days=7)
KEPT: Final = timedelta(days=365)
BASIS: Final = "legitimate interest"
KEPT_A_YEAR = _("a year after the event; seven days where it was never confirmed")
KEPT_WITH_EVENT = _("as long as the event; after an erasure without a name")
ORGANISERS = _("those who organise the event")


def register() -> None:
    impersonal = {
        "events.Room": "names of rooms",
        "events.Question": "what registration asks of everybody; its options",
    }
    register_tables(TABLES, impersonal)


def _own(person: Any) -> QuerySet[Registration]:
    return Registration.objects.filter(Q(person=person) | Q(email__iexact=person.email))


def _registrations(person: Any) -> Rows:
    """Their own; and those that they checked in, without whose they were."""
    said = ("name", "email", "organisation", "position", "presence", "language", "zone", "needs", "code")
    told = ("state", "is_listed", "consent", "consented_at", "registered_at", "promoted_at", "cancelled_at")
    of = {"for_event": F("event__title"), "for_hub": F("hub__name"), "from_country": F("country_id")}
    yield from _own(person).values(*said, *told, "checked_in_at", **of)
    others = Registration.objects.filter(checked_in_by=person).exclude(pk__in=_own(person))
    yield from others.values("checked_in_at", at_the_door_of=F("event__title"))


def _forget(person: Any) -> None:
    leave_events(_own(person))
    forget_registrations(_own(person))


def expire_registrations() -> int:
    now = timezone.now()
    never = Registration.objects.filter(
        state=RegistrationState.UNCONFIRMED, registered_at__lt=now - TIME_TO_CONFIRM
    )
    gone = never.count()
    never.delete()
    return gone + forget_registrations(Registration.objects.filter(event__ends_at__lt=now - KEPT))


def _answers(person: Any) -> Rows:
    rows = RegistrationAnswer.objects.filter(registration__in=_own(person))
    found: Rows = rows.values("text", question_asked=F("question__text"))
    return found


def _keys(person: Any) -> Rows:
    found: Rows = RegistrationKey.objects.filter(registration__in=_own(person)).values("made_at")
    return found


def _messages(person: Any) -> Rows:
    found: Rows = EventMessage.objects.filter(sent_by=person).values("subject", "text", "to", "sent_at")
    return found


def _events(person: Any) -> Rows:
    made = Event.objects.filter(Q(made_by=person) | Q(contact__iexact=person.email))
    found: Rows = made.values("title", "contact", made_here=Q(made_by=person))
    return found


def _leave_contacts(person: Any) -> None:
    Event.objects.filter(contact__iexact=person.email).update(contact="")


def _sessions(person: Any) -> Rows:
    if not person.name:
        return []
    found: Rows = Session.objects.filter(speakers__icontains=person.name).values("title", "speakers")
    return found


def _nothing(person: Any) -> None:
    """The row stays; its person has no name any more, or it goes with another table's."""


def _sweep_messages(words: frozenset[str]) -> None:
    take_out(EventMessage.objects.all(), ("subject", "text"), words)


def _sweep_sessions(words: frozenset[str]) -> None:
    take_out(Session.objects.all(), ("speakers",), words)


def _table(
    model: str, title: Text, columns: Mapping[str, Text], export: Any, *, erase: Any = _nothing, **more: Any
) -> Personal:
    named = {"title": title, "seen_by": ORGANISERS, "kept": KEPT_WITH_EVENT, "basis": BASIS} | more
    return Personal(model=f"events.{model}", columns=columns, export=export, erase=erase, **named)


TABLES = (
    _table(
        "Registration",
        _("Registrations for events"),
        {
            "person": _("who registered"),
            "name": _("who registered"),
            "email": _("to confirm, and to tell what changes"),
            "organisation": _("where they work"),
            "position": _("what they do there"),
            "presence": _("whether they come or take part online"),
            "language": _("the language of the letters"),
            "zone": _("in whose time hours are told"),
            "needs": _("what would help them to take part"),
            "consent": _("the words that were agreed to"),
            "code": _("to know them at the door"),
            "checked_in_at": _("whether they were there"),
            "checked_in_by": _("who let them in"),
        },
        _registrations,
        erase=_forget,
        kept=KEPT_A_YEAR,
        expire=expire_registrations,
        keep_for=KEPT,
        seen_by=_("those who organise the event; other participants what was agreed to"),
        traces=("name", "email"),
    ),
    _table(
        "RegistrationAnswer",
        _("Answers to the questions of a registration"),
        {"text": _("what the organisers asked")},
        _answers,
        kept=KEPT_A_YEAR,
    ),
    _table(
        "RegistrationKey",
        _("Links to your own pages of an event"),
        {},
        _keys,
        kept=KEPT_A_YEAR,
        withheld={"digest": _("the digest of a secret is of no use to anybody")},
        seen_by=_("nobody"),
    ),
    _table(
        "EventMessage",
        _("Messages that you sent to participants"),
        {
            "sent_by": _("who wrote to the participants"),
            "subject": _("what was written"),
            "text": _("what was written"),
        },
        _messages,
        sweep=_sweep_messages,
    ),
    _table(
        "Event",
        _("Events that you planned"),
        {"made_by": _("who planned it"), "contact": _("whom to ask about it")},
        _events,
        erase=_leave_contacts,
        withheld={"address": _("where the event is; it is about nobody")},
        seen_by=_("everybody who sees the event"),
    ),
    _table(
        "Session",
        _("Sessions in which you speak"),
        {"speakers": _("who speaks")},
        _sessions,
        sweep=_sweep_sessions,
        seen_by=_("everybody who sees the event"),
    ),
)
