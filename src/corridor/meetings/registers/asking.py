"""Whoever owns an action is told of it, reminded once before the day and once after it, and answers by a link
or by a reply, without signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from babel.dates import format_date
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES
from corridor.meetings.enums import ActionState
from corridor.members.queries import viewer_of
from corridor.post.actions import tell
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.inbound.texts import choice_in
from corridor.post.kinds import Kind, register_kind
from corridor.post.models import Question

from .models import Action

PURPOSE: Final = "action-done"
GIVEN, SOON, LATE = "action-given", "action-soon", "action-late"
# By these names a plain yes or no is understood in all 24 languages as well.
DONE = Choice("yes", gettext_lazy("It is done"), ("done", "finished", "completed"))
NOT_YET = Choice("no", gettext_lazy("Not yet"), ("not done", "later"))
CHOICES: Final = (DONE, NOT_YET)
BEFORE: Final = timedelta(days=3)
CATCH_UP: Final = timedelta(days=7)  # a worker that stood still for longer does not remind of old things


def register() -> None:
    for name, title in (
        (GIVEN, gettext_lazy("An action for you")),
        (SOON, gettext_lazy("An action of yours is due soon")),
        (LATE, gettext_lazy("An action of yours is overdue")),
    ):
        register_kind(Kind(name, title, "meetings/mail/action", needs_answer=True, is_secret=True))
    # Without an item of its own: ``waiting`` has one for every action that is due.
    register_purpose(Purpose(PURPOSE, CHOICES, _asked, _answered, days=120, write=_written, is_item=False))


def tell_given(action: Action) -> None:
    _tell(action, GIVEN, f"{GIVEN}:{action.pk}:{action.owner_id}:{action.version}")


def remind() -> int:
    """Once three days before the day, and once when it is over; how many were reminded."""
    today, told = timezone.localdate(), 0
    for action in _due().filter(due_on__range=(today, today + BEFORE)):
        if action.due_on and action.noted_on < action.due_on - BEFORE:  # otherwise they were told just now
            told += _tell(action, SOON, f"{SOON}:{action.pk}:{action.owner_id}:{action.due_on}")
    for action in _due().filter(due_on__range=(today - CATCH_UP, today - timedelta(days=1))):
        told += _tell(action, LATE, f"{LATE}:{action.pk}:{action.owner_id}:{action.due_on}")
    return told


def _due() -> QuerySet[Action]:
    mine = Action.objects.filter(state=ActionState.OPEN, owner__is_active=True, owner__erased_at=None)
    return mine.select_related("owner", "group", "meeting", "hub")


def _tell(action: Action, kind: str, key: str) -> int:
    person = action.owner
    if person is None or Question.objects.filter(key=key).exists() or not _still_here(person, action):
        return 0
    with override(person.language):
        question = ask(purpose=PURPOSE, about=action, language=person.language, key=key, person=person)
        tell(
            person=person,
            kind=kind,
            context=_context(action, kind, question),
            key=key,
            about=action,
            url=reverse("meetings:action", args=[action.group.slug, action.code]),
            group_id=action.group_id,
            reply_to=question.reply_address,
        )
    return 1


def _context(action: Action, kind: str, question: Question) -> dict[str, Any]:
    language = question.language
    day = action.due_on and format_date(action.due_on, "long", DATE_LOCALES.get(language, language))
    return {
        "kind": kind,
        "code": action.code,
        "what": action.text,
        "group": best_text(action.group.name),
        "meeting": best_text(action.meeting.title) if action.meeting else "",
        "due": day or "",
        "choices": [{"label": str(one.label), "url": question.url_for(one.name)} for one in CHOICES],
    }


def _still_here(person: Any, action: Action) -> bool:
    return action.group_id in viewer_of(person).groups


def _action(question: Question) -> Action:
    """The action, if it still is whoever was asked who does it."""
    found = subject_of(question)
    if not isinstance(found, Action) or found.owner_id is None or found.owner_id != question.person_id:
        raise NotFound
    if question.person is None or not _still_here(question.person, found):
        raise NotFound
    return found


def _asked(question: Question) -> str:
    action = _action(question)
    return _("Is it done? %(code)s: %(what)s") % {"code": action.code, "what": action.text}


def _answered(*, question: Question, choice: str, by: Any) -> str:
    from .actions import close_action

    action = _action(question)
    if choice == DONE.name:
        close_action(by=by, action=action, state=ActionState.DONE)
        return _("Thank you. The action is closed.")
    return _("Thank you. The action stays open.")


def _written(*, question: Question, text: str, by: Any) -> None:
    """Words that begin with "done" close the action and stay as its note; others stay beside it."""
    from .actions import close_action, say_of_action

    action, lines = _action(question), text.strip().splitlines()
    begins = lines[0].split(".")[0] if lines else ""
    if choice_in([begins], CHOICES) is DONE:
        close_action(by=by, action=action, state=ActionState.DONE, note=text)
    else:
        say_of_action(by=by, action=action, note=text)
