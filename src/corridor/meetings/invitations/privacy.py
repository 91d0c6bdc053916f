"""What invitations hold about people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces
from corridor.meetings.enums import Via
from corridor.meetings.models import Invitation

GUESTS_KEPT: Final = timedelta(days=730)


def register() -> None:
    register_tables([_TABLE])


def _rows_of(person: Any) -> QuerySet[Invitation]:
    return Invitation.objects.filter(Q(person=person) | Q(address__iexact=person.email))


def _export(person: Any) -> Iterable[Mapping[str, Any]]:
    columns = ("name", "address", "language", "zone", "is_required", "reply", "replied_at", "replied_via")
    more = ("reply_stamp", "note", "came", "checked_in_at", "reminded_at")
    rows = _rows_of(person).values(*columns, *more, meeting_on=F("meeting__held_on"), for_hub=F("hub__name"))
    return list(rows)


def _erase(person: Any) -> None:
    """What is to come goes; of what is past stays which hub was there, with a person who has no name."""
    Invitation.objects.filter(address__iexact=person.email, person=None).delete()
    own = Invitation.objects.filter(person=person)
    own.filter(Q(meeting__held_on__gte=timezone.localdate()) | Q(meeting__held_on=None), came=None).delete()
    own.update(note="", language="en", zone="UTC", checked_in_at=None, replied_via=Via.OTHERS)


def _expire() -> int:
    """Guests, two years after the meeting."""
    long_ago = timezone.localdate() - GUESTS_KEPT
    return Invitation.objects.filter(person=None, meeting__held_on__lt=long_ago).delete()[0]


def _sweep(words: frozenset[str]) -> None:
    """What others wrote may name somebody; a note that does goes as a whole."""
    traces = Traces(words)
    for one in traces.rows_of(Invitation.objects.all(), "note").iterator():
        if traces.are_in(one.note):
            Invitation.objects.filter(pk=one.pk).update(note=ERASED)


_TABLE: Final = Personal(
    "meetings.Invitation",
    {
        "person": _("who is invited"),
        "name": _("what a guest is called"),
        "address": _("where a guest is reached"),
        "language": _("the language of the letters"),
        "zone": _("in whose time hours are told"),
        "reply": _("what was answered"),
        "replied_at": _("when"),
        "replied_via": _("how the answer came"),
        "reply_stamp": _("when a calendar program wrote it"),
        "note": _("what was written with it"),
        "came": _("whether they were there"),
        "checked_in_at": _("when they said so"),
        "reminded_at": _("so that nobody is reminded twice"),
    },
    "legitimate interest",
    _("as long as the group keeps its records, after an erasure without a name; guests two years"),
    _export,
    _erase,
    _expire,
    GUESTS_KEPT,
    title=_("Invitations to meetings"),
    seen_by=_("people who belong to the group; addresses and notes by those who prepare the meeting"),
    sweep=_sweep,
)
