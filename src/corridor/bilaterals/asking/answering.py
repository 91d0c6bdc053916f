"""A request for a meeting answered by mail, without signing in: accepted or declined in one tap."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.bilaterals.models import Ask
from corridor.kernel.errors import NotFound
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.models import Question

from . import letters, reasons
from .limits import closes_at

ACCEPT: Final = Choice("accept", gettext_lazy("Yes, let us meet"))
DECLINE: Final = Choice("decline", gettext_lazy("No, thank you"))
CHOICES: Final = (ACCEPT, DECLINE)


def register() -> None:
    # Without an item of its own: ``waiting`` has one for every request.
    register_purpose(Purpose(letters.ASKED, CHOICES, _asked, _answered, is_item=False))


def ask_other(made: Ask) -> None:
    """The words of the one who asks, and what the engine says of the two."""
    to = made.to
    with override(letters.language_of(to)):
        question = _question(made)
        choices = [{"label": str(one.label), "url": question.url_for(one.name)} for one in CHOICES]
        told: dict[str, Any] = {
            "headline": made.by.headline,
            "reason": made.reason,
            "reasons": reasons.in_words(made, to),
        }
        letters.write(
            to,
            letters.ASKED,
            key=str(made.pk),
            reply_to=question.reply_address,
            choices=choices,
            **letters.introduced(made.by),
            **told,
        )


def _question(made: Ask) -> Question:
    registration = made.to.registration
    person = letters.account_of(registration)
    to = {"person": person} if person else {"address": registration.email, "name": registration.name}
    return ask(
        purpose=letters.ASKED,
        about=made,
        language=letters.language_of(made.to),
        key=f"{letters.ASKED}:{made.pk}",
        until=closes_at(made.bilaterals),
        **to,
    )


def _asked(question: Question) -> str:
    return _("%(name)s asks you for a 1:1 meeting.") % {"name": _subject(question).by.registration.name}


def _answered(*, question: Question, choice: str, by: Any) -> str:
    from . import actions

    found = _subject(question)
    if by is not None and found.to.registration.person_id != by.pk:
        raise NotFound
    name = {"name": found.by.registration.name}
    if choice == ACCEPT.name:
        actions.accept_ask(by=found.to, ask=found)
        return _("Thank you. You meet %(name)s; the time comes with the schedule.") % name
    actions.decline_ask(by=found.to, ask=found)
    return _("Thank you. %(name)s is told. You can say why on the page of your requests.") % name


def _subject(question: Question) -> Ask:
    found = subject_of(question)
    if not isinstance(found, Ask):
        raise NotFound
    return found
