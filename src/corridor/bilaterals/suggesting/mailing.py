"""Nobody is forgotten: whoever has no request gets three suggestions every few days until asking closes, each
to be asked in one tap."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from corridor.bilaterals.asking import letters, limits
from corridor.bilaterals.asking.actions import ask_for_meeting
from corridor.bilaterals.enums import AskState
from corridor.bilaterals.models import Bilaterals, Profile
from corridor.events.enums import EventState
from corridor.kernel.clock import clock
from corridor.kernel.errors import NotFound
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.kinds import register_kind
from corridor.post.models import Question

from .problem import Everybody
from .ranking import Suggested, because, suggested_to
from .risk import quiet_people

NAME: Final = "meeting-suggestions"
ASK: Final = Choice("ask", gettext_lazy("Ask for a meeting"))
EVERY: Final = timedelta(days=3)
MANY: Final = 3  # suggestions in a letter


def register() -> None:
    register_kind(letters.kind(NAME, gettext_lazy("People whom you could meet"), is_news=True))
    register_purpose(Purpose(NAME, (ASK,), _described, _asked, is_item=False))


def remind_the_quiet() -> int:
    """Of all events whose requests are open; how many letters."""
    now = clock()
    published = Bilaterals.objects.filter(event__state=EventState.PUBLISHED, event__ends_at__gt=now)
    open_now = [one for one in published.select_related("event__group") if limits.is_open(one, now)]
    return sum(_remind(bilaterals, now) for bilaterals in open_now)


def _remind(bilaterals: Bilaterals, now: datetime) -> int:
    quiet = [one for one in quiet_people(bilaterals) if one.wants_suggestions]
    rounds = [(one, (now - _since(one)) // EVERY) for one in quiet]
    due = [(one, number) for one, number in rounds if number]
    if not due:
        return 0
    everybody = Everybody(bilaterals)
    return sum(write_suggestions(one, f"round {number}", everybody) for one, number in due)


def _since(profile: Profile) -> datetime:
    """From when on they could ask."""
    return max(profile.made_at, profile.bilaterals.asking_opens_at or profile.made_at)


def write_suggestions(profile: Profile, key: str, everybody: Everybody | None = None) -> bool:
    """Once for each ``key``; false where there is nobody to suggest."""
    with override(letters.language_of(profile)):
        found = suggested_to(profile, everybody, MANY)
        if not found:
            return False
        with transaction.atomic():
            people = [_for_letter(profile, one, key) for one in found]
            letters.write(profile, NAME, key=f"{profile.pk}:{key}", page="suggestions", people=people)
    return True


def _for_letter(profile: Profile, one: Suggested, key: str) -> dict[str, Any]:
    question = _question(profile, one.profile, key)
    told = {"headline": one.profile.headline, "reasons": one.reasons, "drawbacks": one.drawbacks}
    return letters.introduced(one.profile) | told | {"url": question.url_for(ASK.name)}


def _question(profile: Profile, other: Profile, key: str) -> Question:
    registration = profile.registration
    person = letters.account_of(registration)
    to: dict[str, Any] = (
        {"person": person} if person else {"address": registration.email, "name": registration.name}
    )
    return ask(
        purpose=NAME,
        about=other,
        language=letters.language_of(profile),
        key=f"{NAME}:{profile.pk}:{other.pk}:{key}",
        until=limits.closes_at(profile.bilaterals),
        **to,
    )


def _described(question: Question) -> str:
    return _("Ask %(name)s for a 1:1 meeting?") % {"name": _suggested(question).registration.name}


def _asked(*, question: Question, choice: str, by: Any) -> str:
    other = _suggested(question)
    profile = _whose(question, other.bilaterals, by)
    said = because(profile, other)
    made = ask_for_meeting(by=profile, to=other, because=said, was_suggested=True)
    name = {"name": other.registration.name}
    if made.state == AskState.ACCEPTED:
        return _("%(name)s asked you as well: you meet.") % name
    return _("Thank you. %(name)s is asked, and you are told the answer.") % name


def _suggested(question: Question) -> Profile:
    found = subject_of(question)
    if not isinstance(found, Profile):
        raise NotFound
    return found


def _whose(question: Question, bilaterals: Bilaterals, by: Any) -> Profile:
    """The profile of whoever got the letter."""
    present = Profile.objects.present().filter(bilaterals=bilaterals)
    same = {"registration__person": by} if by else {"registration__email__iexact": question.address}
    if found := present.filter(**same).first():
        return found
    raise NotFound
