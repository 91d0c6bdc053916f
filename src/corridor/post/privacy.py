"""This room's part of the data map: what is kept about whom, for how long, and how it is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, Text, register_tables

from .enums import LetterState
from .models import FeedAddress, InboundMail, Letter, MailWish, Notice, Question, Suppression

TEXTS_KEPT: Final = timedelta(days=90)
LETTERS_KEPT: Final = timedelta(days=365)
MAILS_KEPT: Final = timedelta(days=90)
NOTICES_KEPT: Final = timedelta(days=365)
QUESTIONS_KEPT: Final = timedelta(days=365)
SUPPRESSIONS_KEPT: Final = timedelta(days=730)
FEEDS_KEPT: Final = timedelta(days=90)

TASK = "legitimate interest"
WISH = "contract"
SEEN_BY = _("you and the operator")


def letters_of(person: Any) -> QuerySet[Letter]:
    return Letter.objects.filter(Q(person=person) | Q(to__iexact=person.email))


def expire_letters() -> int:
    """Texts after 90 days, the rest of a letter after a year."""
    now = timezone.now()
    finished = Letter.objects.exclude(state__in=[LetterState.WAITING, LetterState.SENDING])
    old = finished.filter(written_at__lt=now - TEXTS_KEPT).exclude(text="", html="", calendar="")
    emptied = old.update(text="", html="", calendar="", headers={}, name="")
    gone, _by_model = finished.filter(written_at__lt=now - LETTERS_KEPT).delete()
    return emptied + gone


def expire_notices() -> int:
    return _older_than(Notice.objects.all(), "created_at", NOTICES_KEPT)


def expire_questions() -> int:
    return _older_than(Question.objects.all(), "expires_at", QUESTIONS_KEPT)


def expire_mails() -> int:
    return _older_than(InboundMail.objects.all(), "received_at", MAILS_KEPT)


def expire_suppressions() -> int:
    return _older_than(Suppression.objects.all(), "since", SUPPRESSIONS_KEPT)


def expire_feeds() -> int:
    return _older_than(FeedAddress.objects.exclude(ended_at=None), "ended_at", FEEDS_KEPT)


def _older_than(rows: QuerySet[Any], column: str, age: timedelta) -> int:
    return rows.filter(**{f"{column}__lt": timezone.now() - age}).delete()[0]


def _mails_of(person: Any) -> QuerySet[InboundMail]:
    return InboundMail.objects.filter(Q(sender__iexact=person.email) | Q(question__person=person))


def _questions_of(person: Any) -> QuerySet[Question]:
    return Question.objects.filter(Q(person=person) | Q(address__iexact=person.email))


def _suppressions_of(person: Any) -> QuerySet[Suppression]:
    return Suppression.objects.filter(address__iexact=person.email)


def _feeds_of(person: Any) -> QuerySet[FeedAddress]:
    return FeedAddress.objects.filter(person=person)


def _notices_of(person: Any) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person)


def _wishes_of(person: Any) -> QuerySet[MailWish]:
    return MailWish.objects.filter(person=person)


def _table(
    model: type[Model],
    title: Text,
    columns: Mapping[str, Text],
    rows: Any,
    *,
    kept: Text,
    basis: str = TASK,
    expire: Any = None,
    keep_for: timedelta | None = None,
) -> Personal:
    def export(person: Any) -> Iterable[Mapping[str, Any]]:
        return list(rows(person).values(*(name for name in columns if name != "person")))

    def erase(person: Any) -> None:
        rows(person).delete()

    label = model._meta.label  # noqa: SLF001 - Django's public-by-convention name
    return Personal(
        label, columns, basis, kept, export, erase, expire, keep_for, title=title, seen_by=SEEN_BY
    )


def register() -> None:
    register_tables(_tables())


def _tables() -> Iterable[Personal]:
    yield _table(
        Letter,
        _("Letters to you"),
        {
            "to": _("where the letter went"),
            "name": _("how it was addressed"),
            "person": _("whom it was for"),
            "language": _("the language it was written in"),
            "kind": _("what kind of letter it was"),
            "subject": _("what it was about"),
            "text": _("what it said"),
            "html": _("the same, set for reading"),
            "calendar": _("the entry for your calendar"),
            "headers": _("where to answer and how to get no more"),
            "state": _("whether it arrived at the mail server"),
            "reason": _("what the mail server said"),
            "written_at": _("when it was written"),
            "sent_at": _("when it was sent"),
        },
        letters_of,
        kept=_("its text 90 days, the note that it was sent one year"),
        expire=expire_letters,
        keep_for=LETTERS_KEPT,
    )
    yield _table(
        Notice,
        _("Notices to you"),
        {
            "person": _("who was told"),
            "language": _("the language it was written in"),
            "title": _("what happened"),
            "text": _("the same in more words"),
            "url": _("where to see it"),
            "created_at": _("when"),
            "read_at": _("when it was read"),
            "told_at": _("when it went into a mail"),
        },
        _notices_of,
        kept=_("one year"),
        expire=expire_notices,
        keep_for=NOTICES_KEPT,
    )
    yield _table(
        MailWish,
        _("How often you want mail"),
        {
            "person": _("whose wish it is"),
            "rhythm": _("how often mail is wanted"),
            "before_unsubscribing": _("to undo an unsubscription"),
            "last_digest_on": _("so that no summary comes twice"),
        },
        _wishes_of,
        kept=_("as long as the account"),
        basis=WISH,
    )
    yield _table(
        Suppression,
        _("Addresses that cannot be reached"),
        {
            "address": _("an address that cannot be reached, or wants no mail"),
            "obstacle": _("why it gets none"),
            "detail": _("what the other mail server said"),
            "since": _("since when"),
            "lifted_at": _("when it worked again"),
        },
        _suppressions_of,
        kept=_("two years"),
        expire=expire_suppressions,
        keep_for=SUPPRESSIONS_KEPT,
    )
    yield _table(
        Question,
        _("Questions that you were asked by mail"),
        {
            "person": _("who was asked"),
            "address": _("where the question went"),
            "name": _("how it was addressed"),
            "language": _("the language it was written in"),
            "purpose": _("what was asked"),
            "answer": _("what was answered"),
            "asked_at": _("when it was asked"),
            "answered_at": _("when it was answered"),
            "answered_from": _("the address of a reply that came from elsewhere"),
        },
        _questions_of,
        kept=_("one year after it could last be answered"),
        expire=expire_questions,
        keep_for=QUESTIONS_KEPT,
    )
    yield _table(
        InboundMail,
        _("Mails that came in"),
        {
            "sender": _("who wrote"),
            "subject": _("what it was about"),
            "arrival": _("what it turned out to be"),
            "received_at": _("when it came"),
            "note": _("what was made of it"),
        },
        _mails_of,
        kept=_("90 days"),
        expire=expire_mails,
        keep_for=MAILS_KEPT,
    )
    yield _table(
        FeedAddress,
        _("Addresses of your calendar"),
        {
            "person": _("whose calendar it is"),
            "made_at": _("when it was made"),
            "last_used_on": _("so that a forgotten address can be seen"),
            "ended_at": _("when it ended"),
        },
        _feeds_of,
        kept=_("90 days after it was ended"),
        basis=WISH,
        expire=expire_feeds,
        keep_for=FEEDS_KEPT,
    )
