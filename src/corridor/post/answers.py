"""Acting by link or by reply: somebody is asked one thing and answers it, without signing in.

A room registers a purpose with its choices and what each does. A link only shows the choice, with one
button: programs that look through mails follow links, and nothing may happen by that.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel import journal
from corridor.kernel.errors import CorridorError, NotFound, Refused, Text
from corridor.kernel.keys import digest_of
from corridor.people.models import Person

from . import clean, keys
from .models import Question

if TYPE_CHECKING:
    from .inbound.calendars import CalendarReply

SUBJECT: Final = "_subject"  # where a question keeps what it is about
WRITTEN: Final = "written"  # the answer was a text, which is kept where it belongs


@dataclass(frozen=True)
class Choice:
    """``name`` is a slug. ``words`` are what people write when they mean it, in small letters; those of
    yes, no and maybe are known in all 24 languages, and the number shown in the mail always works."""

    name: str
    label: Text
    words: tuple[str, ...] = ()


YES = Choice("yes", _("Yes"))
NO = Choice("no", _("No"))
MAYBE = Choice("maybe", _("Maybe"))


def _cannot_be_chosen(**_asked: object) -> Text:
    raise NotFound


@dataclass(frozen=True)
class Purpose:
    """One thing that can be asked.

    ``describe(question)`` is what is asked, in the active language; it raises ``NotFound`` where that is
    gone. ``act(question=..., choice=..., by=...)`` does what was answered, in the same transaction, and
    returns what is then said; ``by`` is the person asked, if it was one.

    Where ``write`` is given and a reply means none of the choices, ``write(question=..., text=..., by=...)``
    takes what the reply says in its own words, and again when another reply comes.

    An answer that ``may_change`` can be given again, and otherwise, until the question expires;
    ``stands(question)`` is then the name of the choice that stands, since it may have been made elsewhere.

    ``take_reply(question=..., reply=..., by=...)`` takes what a calendar program replied to an invitation
    (``inbound.calendars.CalendarReply``), and returns the choice that it means; it raises ``NotForUs``
    where the reply is about something else or from somebody else, and ``Stale`` where a later one was
    taken before.

    An open question is an item in "Needs you now" unless ``is_item`` is false, since the room has another.
    """

    name: str
    choices: Sequence[Choice]
    describe: Callable[[Question], Text]
    act: Callable[..., Text] = _cannot_be_chosen
    days: int = 14
    write: Callable[..., None] | None = None
    is_item: bool = True
    may_change: bool = False
    stands: Callable[[Question], str] | None = None
    take_reply: Callable[..., str] | None = None

    def choice(self, name: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.name == name), None)

    def answer_to(self, question: Question) -> Choice | None:
        """The answer that stands."""
        return self.choice(self.stands(question) if self.stands else question.answer)

    def is_open(self, question: Question) -> bool:
        """Whether an answer would still be taken."""
        if not self.may_change:
            return question.is_open
        return question.closed_at is None and question.expires_at > timezone.now()


class NotForUs(Exception):
    """A calendar's reply that is not the answer of whoever was asked to what was asked."""


class Stale(Exception):
    """A calendar's reply that a later one has overtaken."""


class NotUnderstood(Refused):
    """Raised by a ``write`` that cannot make anything of a reply: whoever wrote it gets a hint, once."""

    code = "not-understood"


class KeyUsed(CorridorError):
    code = "answered"
    status = HTTPStatus.GONE
    text = _("This was answered before. If it should be otherwise, please write to whoever asked you.")


class KeyExpired(CorridorError):
    code = "expired"
    status = HTTPStatus.GONE
    text = _("The time to answer this is over.")


_PURPOSES: dict[str, Purpose] = {}


def register_purpose(purpose: Purpose) -> None:
    _PURPOSES[purpose.name] = purpose


def purpose_of(question: Question) -> Purpose:
    if question.purpose not in _PURPOSES:
        raise NotFound
    return _PURPOSES[question.purpose]


def ask(
    *,
    purpose: str,
    about: models.Model,
    language: str,
    key: str,
    person: Person | None = None,
    address: str = "",
    name: str = "",
    until: datetime | None = None,
) -> Question:
    """A question whose links and reply address go into a mail; the same ``key`` gives the same question.
    It expires ``until`` then, or after the days of its purpose."""
    uid = uuid.uuid4()
    question, _is_new = Question.objects.get_or_create(
        key=key,
        defaults={
            "uid": uid,
            "digest": digest_of(keys.key_of("question", uid)),
            "purpose": purpose,
            "about_type": about._meta.label_lower,  # noqa: SLF001 - Django's public-by-convention name
            "about_id": str(about.pk),
            "person": person,
            "address": person.email if person else clean.address(address),
            "name": person.name if person else clean.name(name),
            "language": language,
            "expires_at": until or timezone.now() + timedelta(days=_PURPOSES[purpose].days),
        },
    )
    return question


def subject_of(question: Question) -> models.Model:
    """The record that was asked about, or ``NotFound``."""
    if not hasattr(question, SUBJECT):
        attach_subjects([question])
    found: models.Model | None = getattr(question, SUBJECT)
    if found is None:
        raise NotFound
    return found


def attach_subjects(questions: Sequence[Question]) -> None:
    """Fetch what all of them are about: one query for each kind of record."""
    for label in {question.about_type for question in questions}:
        of_kind = [question for question in questions if question.about_type == label]
        rows = apps.get_model(label)._default_manager.filter(pk__in={one.about_id for one in of_kind})  # noqa: SLF001 - as above
        by_id = {str(row.pk): row for row in rows}
        for question in of_kind:
            setattr(question, SUBJECT, by_id.get(question.about_id))


def open_questions(person: Person) -> list[Question]:
    """What this person can still choose an answer to, and is not shown by another room anyway."""
    names = [one.name for one in _PURPOSES.values() if one.is_item and one.choices]
    unanswered = Question.objects.filter(person=person, answered_at=None, closed_at=None, purpose__in=names)
    found = list(unanswered.filter(expires_at__gt=timezone.now()).order_by("expires_at", "pk"))
    attach_subjects(found)
    return found


def question_by_key(key: str) -> Question:
    question = Question.objects.select_related("person").filter(digest=digest_of(key)).first()
    if question is None or (question.person and not question.person.is_active):
        raise NotFound
    return question


def answer(*, key: str, choice: str, sender: str = "") -> tuple[Question, Text]:
    """Take an answer, once; the same answer again changes nothing and is no error."""
    found = question_by_key(key)
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=found.pk)
        purpose = purpose_of(question)
        chosen = purpose.choice(choice)
        if chosen is None:
            raise NotFound
        if question.answer == choice and not purpose.may_change:
            return question, chosen.label
        _refuse_what_is_over(question)
        said = purpose.act(question=question, choice=choice, by=question.person)
        _note(question, choice, sender)
    return question, said


def answer_in_words(*, key: str, text: str, sender: str = "") -> Question:
    """Take what somebody replied in their own words; whoever has more to say replies once more."""
    found = question_by_key(key)
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=found.pk)
        purpose = purpose_of(question)
        if purpose.write is None:
            raise NotFound
        if question.answer != WRITTEN or question.closed_at or question.expires_at <= timezone.now():
            _refuse_what_is_over(question)
        purpose.write(question=question, text=text, by=question.person)
        _note(question, WRITTEN, sender)
    return question


def answer_from_calendar(*, key: str, reply: CalendarReply, sender: str = "") -> Question:
    """Take what a calendar program replied; ``NotForUs`` and ``Stale`` say why it was not."""
    found = question_by_key(key)
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=found.pk)
        purpose = purpose_of(question)
        if purpose.take_reply is None:
            raise NotForUs("no calendar was asked")
        _refuse_what_is_over(question)
        _note(question, purpose.take_reply(question=question, reply=reply, by=question.person), sender)
    return question


def _refuse_what_is_over(question: Question) -> None:
    if purpose_of(question).may_change:
        if not purpose_of(question).is_open(question):
            raise KeyExpired
        return
    if question.answered_at or question.closed_at:
        raise KeyUsed
    if not question.is_open:
        raise KeyExpired


def _note(question: Question, choice: str, sender: str) -> None:
    question.answer, question.answered_at = choice, timezone.now()
    question.answered_from = sender if sender.lower() != question.address.lower() else ""
    question.save(update_fields=["answer", "answered_at", "answered_from"])
    journal.record(
        "answer",
        question,
        by=question.person,
        after={"answer": choice, "from another address": bool(question.answered_from)},
    )
