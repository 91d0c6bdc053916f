"""What an invitee is asked, by mail and on pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy

from corridor.meetings.enums import Reply
from corridor.meetings.models import Invitation
from corridor.post.answers import Choice, ask
from corridor.post.models import Question

from .queries import begins, language_of

NAME: Final = "meeting-invitation"
YES: Final = Choice("yes", gettext_lazy("I am coming"))
MAYBE: Final = Choice("maybe", gettext_lazy("Perhaps"))
NO: Final = Choice("no", gettext_lazy("I am not coming"))
CHOICES: Final = (YES, MAYBE, NO)
MEANS: Final = {YES.name: Reply.ACCEPTED, MAYBE.name: Reply.TENTATIVE, NO.name: Reply.DECLINED}
NAMES: Final = {reply.value: name for name, reply in MEANS.items()}


def question_for(invitation: Invitation) -> Question:
    """The same through all changes of the meeting, so that calendars always answer to one address. It can be
    answered until the meeting ends."""
    until = _end(invitation)
    question = ask(
        purpose=NAME,
        about=invitation,
        language=language_of(invitation),
        key=f"{NAME}:{invitation.pk}",
        person=invitation.person,
        address=invitation.address,
        name=invitation.name,
        until=until,
    )
    if question.expires_at != until:
        question.expires_at = until
        question.save(update_fields=["expires_at"])
    return question


def _end(invitation: Invitation) -> datetime:
    meeting = invitation.meeting
    starts = begins(meeting)
    return meeting.ends_at or (starts + timedelta(days=1) if starts else timezone.now())
