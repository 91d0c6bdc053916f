"""After one month and after six, each person gets one mail with all of their meetings, and answers each by
one tap, without signing in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.bilaterals.day.letters import kind, write
from corridor.bilaterals.day.met import names_of_others, party_of
from corridor.bilaterals.enums import OutcomeAt, OutcomeKind
from corridor.bilaterals.models import Outcome, Party, Profile
from corridor.kernel.i18n.fields import best_text
from corridor.post.answers import Choice, NotUnderstood, Purpose, ask, register_purpose
from corridor.post.kinds import register_kind
from corridor.post.models import Question

from .moments import AFTER, to_be_asked
from .saying import say

LETTER: Final = "bilateral-outcomes"
OPEN_FOR: Final = timedelta(days=60)
CHOICES: Final = tuple(Choice(one.value, one.label) for one in OutcomeKind)
LONGEST: Final = 1000


def register() -> None:
    register_kind(kind(LETTER, gettext_lazy("What came of your 1:1 meetings?")))
    for at in AFTER:
        register_purpose(_purpose(at))


def _purpose(at: OutcomeAt) -> Purpose:
    return Purpose(
        _name(at),
        CHOICES,
        _asked,
        _answering(at),
        write=_writing(at),
        is_item=False,
        may_change=True,
        stands=_standing(at),
    )


def _name(at: OutcomeAt) -> str:
    return f"bilateral-outcome-{at.value}"


def ask_everybody(now: datetime | None = None) -> int:
    """Of each moment that is due; how many people were asked. Run twice, nobody is asked twice."""
    return sum(_ask_about(at, now or timezone.now()) for at in AFTER)


def _ask_about(at: OutcomeAt, now: datetime) -> int:
    by_person = groupby(to_be_asked(at, now), key=lambda party: party.profile)
    return sum(_ask(at, profile, list(parties)) for profile, parties in by_person)


def _ask(at: OutcomeAt, profile: Profile, parties: Sequence[Party]) -> int:
    if Question.objects.filter(key__in=[_key(at, one) for one in parties]).exists():
        return 0
    with transaction.atomic():
        asked = [(_question(at, one, profile), one) for one in parties]
        only = asked[0][0].reply_address if len(asked) == 1 else ""
        title = best_text(profile.bilaterals.event.title, profile.registration.language)
        write(
            profile,
            LETTER,
            lambda: {"event": title, "meetings": [_in_words(*one) for one in asked]},
            key=f"{LETTER}:{at.value}:{profile.pk}",
            reply_to=only,
        )
    return 1


def _key(at: OutcomeAt, party: Party) -> str:
    return f"{_name(at)}:{party.pk}"


def _question(at: OutcomeAt, party: Party, profile: Profile) -> Question:
    registration = profile.registration
    return ask(
        purpose=_name(at),
        about=party,
        language=registration.language,
        key=_key(at, party),
        person=registration.person,
        address=registration.email,
        name=registration.name,
        until=timezone.now() + OPEN_FOR,
    )


def _in_words(question: Question, party: Party) -> dict[str, Any]:
    choices = [{"label": str(one.label), "url": question.url_for(one.name)} for one in CHOICES]
    return {"who": names_of_others(party), "choices": choices}


def _asked(question: Question) -> str:
    who = names_of_others(party_of(question))
    return _("What came of your meeting with %(who)s?") % {"who": who}


def _answering(at: OutcomeAt) -> Callable[..., str]:
    def answered(*, question: Question, choice: str, by: Any) -> str:
        party, said = party_of(question), _said(question, at)
        note = said.note if said else ""
        say(by=party.profile, meeting=party.meeting, kind=OutcomeKind(choice), note=note, at=at)
        return _("Thank you. It is noted.")

    return answered


def _writing(at: OutcomeAt) -> Callable[..., None]:
    """Own words stand beside what was chosen before."""

    def written(*, question: Question, text: str, by: Any) -> None:
        party, said = party_of(question), _said(question, at)
        if said is None:
            raise NotUnderstood(_("Please choose first what came of the meeting."))
        note = text.strip()[:LONGEST]
        say(by=party.profile, meeting=party.meeting, kind=OutcomeKind(said.kind), note=note, at=at)

    return written


def _standing(at: OutcomeAt) -> Callable[[Question], str]:
    def stands(question: Question) -> str:
        said = _said(question, at)
        return said.kind if said else ""

    return stands


def _said(question: Question, at: OutcomeAt) -> Outcome | None:
    party = party_of(question)
    return Outcome.objects.filter(meeting=party.meeting_id, profile=party.profile_id, at=at).first()
