"""What this room's tables hold about people. Most have no account: they are known by their registration, with
their address. Where somebody is erased, their words go and they take no part any more; that there was a
request or a meeting stays in the figures of the event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.events.enums import EventState
from corridor.events.models import Registration
from corridor.kernel.errors import Text
from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import take_out

from .day.models import SecretAddress
from .models import Ask, Bilateral, Delegation, Entry, Outcome, Party, Profile

Rows = Iterable[Mapping[str, Any]]
KEPT: Final = timedelta(days=365)
WISH: Final = "consent"
BASIS: Final = "legitimate interest"
A_YEAR = _("until a year after the event")
PARTICIPANTS = _("everybody who takes part in the 1:1 meetings")
BOTH = _("the two of you; organisers see that there is one")
IMPERSONAL: Final = {
    "bilaterals.Proposal": "who asked for one belongs to the event’s records; the rest are ids and numbers",
}


def register() -> None:
    register_tables(_tables(), IMPERSONAL)


def _of(person: Any) -> QuerySet[Profile]:
    same = Q(person=person) | Q(person=None, email__iexact=person.email)
    return Profile.objects.filter(registration__in=Registration.objects.filter(same))


def _over() -> QuerySet[Profile]:
    """Of events that ended longer ago than words are kept."""
    return Profile.objects.filter(bilaterals__event__ends_at__lt=timezone.now() - KEPT)


def _profiles(person: Any) -> Rows:
    for one in _of(person).select_related("bilaterals__event"):
        yield {
            "event": str(one.bilaterals.event),
            "headline": one.headline,
            "about": one.about,
            "languages": one.languages,
            "half": one.half,
            "wants_suggestions": one.wants_suggestions,
            "made_at": one.made_at,
            "left_at": one.left_at,
        }


def _without_words(profiles: QuerySet[Profile]) -> int:
    told = profiles.exclude(headline="", about="", languages=[])
    return told.update(headline="", about="", languages=[])


def _leave(person: Any) -> None:
    """What waits for them ends by the job of requests; meetings of an event to which they would have come,
    with their registration, which repairs the schedule."""
    mine = _of(person)
    _without_words(mine)
    SecretAddress.objects.filter(profile__in=mine).delete()
    would_come = Profile.objects.present().filter(
        registration__checked_in_at=None,
        bilaterals__event__state=EventState.PUBLISHED,
        bilaterals__event__ends_at__gt=timezone.now(),
    )
    mine.exclude(pk__in=would_come.values("pk")).update(left_at=Coalesce("left_at", timezone.now()))
    mine.update(delegation=None, late_until=None)


def _entries(person: Any) -> Rows:
    return Entry.objects.filter(profile__in=_of(person)).values("kind", "title", "text", "language", "source")


def _forget_entries(person: Any) -> None:
    Entry.objects.filter(profile__in=_of(person)).delete()


def _asks(person: Any) -> Rows:
    mine = set(_of(person).values_list("pk", flat=True))
    for one in Ask.objects.filter(Q(by__in=mine) | Q(to__in=mine)):
        told = {"reason": one.reason, "answer": one.answer, "state": one.state, "asked_at": one.asked_at}
        yield told | {"by_you": one.by_id in mine}


def _forget_asks(person: Any) -> None:
    """Their own words, and what the engine said of them."""
    mine = _of(person).values("pk")
    Ask.objects.filter(by__in=mine).update(reason="", because={})
    Ask.objects.filter(to__in=mine).update(answer="", because={})


def _expire_asks() -> int:
    """Reasons and answers; what became of them stays."""
    old = Ask.objects.filter(by__in=_over()).exclude(reason="", answer="", because={})
    return old.update(reason="", answer="", because={})


def _delegations(person: Any) -> Rows:
    mine = Delegation.objects.filter(Q(made_by=person) | Q(profiles__in=_of(person))).distinct()
    for one in mine:
        yield {"name": one.name, "formed_by_you": one.made_by_id == person.pk}


def _meetings(person: Any) -> Rows:
    mine = Bilateral.objects.filter(Q(people__in=_of(person)) | Q(cancelled_by=person)).distinct()
    return mine.values("state", "agreed_at", "cancelled_at", "cancelled_why", "held_at")


def _forget_meetings(person: Any) -> None:
    """What was cancelled stays so; why it was goes."""
    Bilateral.objects.filter(cancelled_by=person).update(cancelled_why="")


def _parties(person: Any) -> Rows:
    return Party.objects.filter(profile__in=_of(person)).values(
        "came", "noted_at", agreed_at=F("meeting__agreed_at")
    )


def _outcomes(person: Any) -> Rows:
    return Outcome.objects.filter(profile__in=_of(person)).values("at", "kind", "note", "said_at")


def _forget_outcomes(person: Any) -> None:
    Outcome.objects.filter(profile__in=_of(person)).update(note="")


def _nothing(person: Any) -> None:
    """The row stays; its person has no name any more."""


def _sweeper(model: Any, *columns: str) -> Any:
    """A text in which others named somebody goes as a whole."""

    def sweep(words: frozenset[str]) -> None:
        take_out(model.objects.all(), columns, words)

    return sweep


def _table(model: Any, title: Text, columns: Mapping[str, Text], export: Any, **more: Any) -> Personal:
    usual: dict[str, Any] = {"basis": BASIS, "kept": A_YEAR, "seen_by": BOTH, "erase": _nothing}
    label = model._meta.label  # noqa: SLF001 - Django's public-by-convention name
    return Personal(model=label, title=title, columns=columns, export=export, **usual | more)


def _tables() -> Iterable[Personal]:
    yield from _of_participants()
    yield from _of_meetings()


def _of_participants() -> Iterable[Personal]:
    """Theirs are erased before the registrations by which they are found."""
    yield _table(
        Profile,
        _("Profiles for 1:1 meetings"),
        {
            "headline": _("what others read first of you"),
            "about": _("so that others know whether to meet you"),
            "languages": _("so that you meet people whom you can talk with"),
        },
        _profiles,
        basis=WISH,
        seen_by=PARTICIPANTS,
        erase=_leave,
        expire=lambda: _without_words(_over()),
        keep_for=KEPT,
        sweep=_sweeper(Profile, "headline", "about"),
    )
    yield _table(
        Entry,
        _("What you offer and look for at events"),
        {
            "title": _("so that people are suggested to each other"),
            "text": _("so that people are suggested to each other"),
        },
        _entries,
        basis=WISH,
        seen_by=PARTICIPANTS,
        erase=_forget_entries,
        expire=lambda: Entry.objects.filter(profile__in=_over()).delete()[0],
        keep_for=KEPT,
        sweep=_sweeper(Entry, "title", "text"),
    )
    yield _table(
        Delegation,
        _("Delegations to events"),
        {"name": _("who comes together"), "made_by": _("who formed it")},
        _delegations,
        seen_by=PARTICIPANTS,
        kept=_("as long as the event; after an erasure without a name"),
        sweep=_sweeper(Delegation, "name"),
    )


def _of_meetings() -> Iterable[Personal]:
    yield _table(
        Ask,
        _("Requests for 1:1 meetings"),
        {"reason": _("why somebody wants to meet"), "answer": _("words to whoever asked")},
        _asks,
        erase=_forget_asks,
        expire=_expire_asks,
        keep_for=KEPT,
        sweep=_sweeper(Ask, "reason", "answer"),
        withheld={"because": _("codes and numbers by which the two of you were suggested to each other")},
    )
    yield _table(
        Bilateral,
        _("1:1 meetings"),
        {"cancelled_by": _("who cancelled it"), "cancelled_why": _("why it was cancelled")},
        _meetings,
        erase=_forget_meetings,
        kept=_("as long as the event; after an erasure without a name"),
        sweep=_sweeper(Bilateral, "cancelled_why"),
    )
    yield _table(
        Party,
        _("Your part in 1:1 meetings"),
        {"came": _("whether you came, as the other side noted it")},
        _parties,
        kept=_("as long as the event; after an erasure without a name"),
        seen_by=_("those whom you meet, and the organisers"),
    )
    yield _table(
        Outcome,
        _("What came of your 1:1 meetings"),
        {"note": _("what you said of a meeting in your own words")},
        _outcomes,
        erase=_forget_outcomes,
        kept=_("as long as the event; after an erasure without your words"),
        sweep=_sweeper(Outcome, "note"),
        seen_by=_("you, and the organisers"),
    )
