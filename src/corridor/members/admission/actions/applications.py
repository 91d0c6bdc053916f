"""What the applicant does: apply, confirm, answer, add, withdraw. None of it needs an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from corridor.kernel import journal
from corridor.members.admission import letters
from corridor.members.admission.enums import ApplicationState, MessageKind
from corridor.members.admission.models import TIME_TO_DECIDE, Application, CriterionAnswer, Message
from corridor.members.groups.models import Criterion
from corridor.members.models import WorkingGroup

from .states import Decided, locked, move


def express_interest(
    *, group: WorkingGroup, values: Mapping[str, Any], answers: Mapping[int, str], language: str
) -> Application:
    """Keep the application and ask its sender to confirm it by mail; moderators see it only then."""
    with transaction.atomic():
        application = Application.objects.create(group=group, language=language, **values)
        CriterionAnswer.objects.bulk_create(
            _answer(application, criterion, answers.get(criterion.pk, ""))
            for criterion in Criterion.objects.filter(group=group)
        )
        told = {"group": group.pk, "hub": application.hub_id}
        journal.record("express-interest", application, after=told)
        letters.ask_to_confirm(application)
    return application


def _answer(application: Application, criterion: Criterion, text: str) -> CriterionAnswer:
    return CriterionAnswer(
        application=application,
        criterion=criterion,
        position=criterion.position,
        text=criterion.text,
        is_required=criterion.is_required,
        answer=text,
    )


def confirm_application(*, application: Application) -> Application:
    """Its sender reads the mail at the address given: now the moderators have it. Again changes nothing."""
    with transaction.atomic():
        application = locked(application)
        if application.confirmed_at is None:
            application.confirmed_at = timezone.now()
            application.due_on = timezone.localdate() + TIME_TO_DECIDE
            move(application, ApplicationState.OPEN, verb="confirm-application")
            letters.tell_moderators_of(application, "application-arrived")
    return application


def add_message(*, application: Application, text: str) -> Message:
    """An answer where the moderators asked, else an addition to the file."""
    with transaction.atomic():
        application = locked(application)
        if not application.is_undecided:
            raise Decided
        asked = application.state == ApplicationState.ASKED
        kind = MessageKind.ANSWER if asked else MessageKind.ADDITION
        message = Message.objects.create(application=application, kind=kind, text=text)
        move(application, ApplicationState.OPEN, verb="answer-moderators", message=message.pk)
        letters.tell_moderators_of(application, "application-answered", number=message.pk, text=text)
    return message


def withdraw_application(*, application: Application) -> Application:
    with transaction.atomic():
        application = locked(application)
        application.decided_at = timezone.now()
        move(application, ApplicationState.WITHDRAWN, verb="withdraw-application")
    return application
