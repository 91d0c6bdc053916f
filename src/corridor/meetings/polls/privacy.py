"""What the tables of polls hold about people. When somebody works and is busy is theirs alone to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import ERASED, Traces

from .models import BusyCalendar, OfficeHours, PollInvitee, Strain

ANSWERS_KEPT: Final = timedelta(days=365)
STRAIN_KEPT: Final = timedelta(days=730)
TASK = "legitimate interest"
WISH = "contract"
OWN = _("until you change or delete it")
ONLY_YOU = _("you; for a slot, moderators see why you cannot come")
IMPERSONAL = {
    "meetings.Poll": "who opened it belongs to the group's records, without a name after an erasure",
    "meetings.PollSlot": "the reasons hold ids of those who were asked, and mean nothing without them",
}


def register() -> None:
    register_tables(_tables(), IMPERSONAL)


def _asked(person: Any) -> QuerySet[PollInvitee]:
    return PollInvitee.objects.filter(Q(person=person) | Q(person=None, address__iexact=person.email))


def _answers(person: Any) -> Iterable[Mapping[str, Any]]:
    columns = ("name", "address", "language", "zone", "note", "answered_at", "answered_via")
    for one in _asked(person).select_related("poll__meeting").prefetch_related("answers__slot"):
        said = {answer.slot.starts_at.isoformat(): answer.suits for answer in one.answers.all()}
        meeting = str(one.poll.meeting_id)
        yield {name: getattr(one, name) for name in columns} | {"meeting": meeting, "answers": said}


def _forget_answers(person: Any) -> None:
    _asked(person).delete()


def _expire_answers() -> int:
    old = PollInvitee.objects.filter(poll__closes_at__lt=timezone.now() - ANSWERS_KEPT)
    return old.delete()[0]


def _sweep_notes(words: frozenset[str]) -> None:
    """Others may have named somebody in a note; a note that does goes as a whole."""
    traces = Traces(words)
    for one in traces.rows_of(PollInvitee.objects.all(), "note").iterator():
        if traces.are_in(one.note):
            PollInvitee.objects.filter(pk=one.pk).update(note=ERASED)


def _expire_strain() -> int:
    return Strain.objects.filter(meeting__ends_at__lt=timezone.now() - STRAIN_KEPT).delete()[0]


def _strain(person: Any) -> Iterable[Mapping[str, Any]]:
    return Strain.objects.filter(person=person).values("minutes", on=F("meeting__held_on"))


def _own(model: Any, *columns: str) -> dict[str, Any]:
    def export(person: Any) -> Iterable[Mapping[str, Any]]:
        return list(model.objects.filter(person=person).values(*columns))

    def erase(person: Any) -> None:
        model.objects.filter(person=person).delete()

    return {"export": export, "erase": erase}


def _table(model: Any, title: Text, columns: Mapping[str, Text], **more: Any) -> Personal:
    label = model._meta.label  # noqa: SLF001 - Django's public-by-convention name
    return Personal(model=label, title=title, columns=columns, **more)


def _tables() -> Iterable[Personal]:
    yield _table(
        PollInvitee,
        _("Answers to polls for a date"),
        {
            "person": _("who is asked"),
            "name": _("name of a guest without an account"),
            "address": _("where a guest is asked; only the moderators see it"),
            "language": _("so that you are asked in your language"),
            "zone": _("so that a time is told as it is where you are"),
            "note": _("what you told the moderators with your answer"),
        },
        basis=TASK,
        kept=_("a year after the poll"),
        seen_by=_("people who belong to the group"),
        export=_answers,
        erase=_forget_answers,
        expire=_expire_answers,
        keep_for=ANSWERS_KEPT,
        sweep=_sweep_notes,
    )
    yield _table(
        OfficeHours,
        _("When you work"),
        {
            "person": _("whose hours they are"),
            "begins": _("so that meetings are proposed when you work"),
            "ends": _("so that meetings are proposed when you work"),
            "days": _("so that meetings are proposed when you work"),
            "country": _("whose public holidays are yours"),
            "region": _("whose public holidays are yours"),
        },
        basis=WISH,
        kept=OWN,
        seen_by=ONLY_YOU,
        **_own(OfficeHours, "begins", "ends", "days", "country", "region"),
    )
    yield _table(
        BusyCalendar,
        _("Your calendar’s busy times"),
        {
            "person": _("whose calendar it is"),
            "url": _("where the busy times are read; whoever knows it reads your calendar"),
            "spans": _("when you are busy; no titles"),
            "read_at": _("when it was read last"),
            "error": _("why it could not be read"),
        },
        basis=WISH,
        kept=OWN,
        seen_by=ONLY_YOU,
        **_own(BusyCalendar, "url", "spans", "read_at", "error"),
    )
    yield _table(
        Strain,
        _("Meetings outside your office hours"),
        {"person": _("whose evening it was"), "minutes": _("so that it is not always the same people")},
        basis=TASK,
        kept=_("two years"),
        seen_by=_("moderators of groups that you belong to"),
        export=_strain,
        erase=_own(Strain)["erase"],
        expire=_expire_strain,
        keep_for=STRAIN_KEPT,
    )
