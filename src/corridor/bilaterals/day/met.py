"""Whether two met, answered by a link without signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.bilaterals.models import Bilateral, Party, Profile
from corridor.kernel.errors import NotFound
from corridor.post.answers import Choice, Purpose, ask, register_purpose, subject_of
from corridor.post.models import Question

PURPOSE: Final = "bilateral-met"
# By these names a plain yes or no is understood in all 24 languages as well.
MET = Choice("yes", gettext_lazy("We met"), ("met",))
ALONE = Choice("no", gettext_lazy("Nobody came"), ("nobody", "did not come"))
CHOICES: Final = (MET, ALONE)
OPEN_FOR: Final = timedelta(days=14)  # after the event


def register() -> None:
    register_purpose(
        Purpose(PURPOSE, CHOICES, _asked, _answered, is_item=False, may_change=True, stands=_stands)
    )


def question_for(meeting: Bilateral, profile: Profile) -> Question:
    party = Party.objects.get(meeting=meeting, profile=profile)
    return ask_party(PURPOSE, party, profile, key=f"{PURPOSE}:{party.pk}")


def ask_party(purpose: str, party: Party, profile: Profile, *, key: str) -> Question:
    """Somebody's question about their part in a meeting."""
    registration, event = profile.registration, profile.bilaterals.event
    return ask(
        purpose=purpose,
        about=party,
        language=registration.language,
        key=key,
        person=registration.person,
        address=registration.email,
        name=registration.name,
        until=event.ends_at + OPEN_FOR,
    )


def party_of(question: Question) -> Party:
    found = subject_of(question)
    if not isinstance(found, Party):
        raise NotFound
    return found


def names_of_others(party: Party) -> str:
    others = party.meeting.parties.exclude(pk=party.pk).select_related("profile__registration")
    return ", ".join(one.profile.registration.name for one in others.order_by("pk"))


def _asked(question: Question) -> str:
    return _("Your meeting with %(who)s: did it happen?") % {"who": names_of_others(party_of(question))}


def _answered(*, question: Question, choice: str, by: Any) -> str:
    from .noting import note

    party = party_of(question)
    note(by=party.profile, meeting=party.meeting, came=choice == MET.name)
    if choice == MET.name:
        return _("Thank you. It is noted that you met.")
    return _("Thank you. It is noted. If somebody else is free, we write to you at once.")


def _stands(question: Question) -> str:
    from .noting import noted_by

    party = party_of(question)
    said = noted_by(party.profile, party.meeting)
    return "" if said is None else (MET if said else ALONE).name
