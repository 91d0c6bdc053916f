"""What moderators do with an application: check, ask, admit, decline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.members.actions import announce_hubs
from corridor.members.admission import letters, rules
from corridor.members.admission.enums import ApplicationState, ClaimState, MessageKind
from corridor.members.admission.models import (
    TIME_TO_DECIDE,
    Application,
    Claim,
    CriterionAnswer,
    Message,
)
from corridor.members.enums import SeatRole, Source
from corridor.members.models import GroupMembership, Hub
from corridor.people.actions import open_account
from corridor.people.models import Person
from corridor.people.queries import person_by_email

from .seats import give_seat
from .slugs import free_slug
from .states import locked, move


@dataclass(frozen=True)
class Finding:
    """What a moderator wrote about one answer; ``stamp`` is that of the finding that stood there before."""

    fit: str
    note: str
    stamp: str


def check_answers(*, by: Any, application: Application, findings: Mapping[int, Finding]) -> None:
    """Write what changed. Where another moderator wrote about the same answer since, nothing is written."""
    with transaction.atomic():
        locked(application)
        answers = CriterionAnswer.objects.select_for_update().filter(application=application)
        changed = [answer for answer in answers if _found(answer, findings.get(answer.pk))]
        for answer in changed:
            answer.save(update_fields=["fit", "note"])
        if changed:
            fits = {str(answer.pk): answer.fit for answer in changed}
            journal.record("check-application", application, by=by, after={"fits": fits})


def _found(answer: CriterionAnswer, finding: Finding | None) -> bool:
    if finding is None or (finding.fit, finding.note) == (answer.fit, answer.note):
        return False
    if finding.stamp != answer.stamp:
        raise Conflict
    answer.fit, answer.note = finding.fit, finding.note
    return True


def ask_applicant(*, by: Any, application: Application, text: str) -> Message:
    with transaction.atomic():
        application = locked(application)
        message = Message.objects.create(application=application, kind=MessageKind.QUESTION, by=by, text=text)
        move(application, ApplicationState.ASKED, verb="ask-applicant", by=by, message=message.pk)
        letters.put_question(message)
    return message


def decline(*, by: Any, application: Application, reason: str) -> Application:
    with transaction.atomic():
        application = _deciding(by, application)
        Message.objects.create(application=application, kind=MessageKind.DECISION, by=by, text=reason)
        move(application, ApplicationState.DECLINED, verb="decline-application", by=by)
        letters.tell_declined(application, reason)
    return application


def admit(*, by: Any, application: Application, hub: Hub | None = None) -> GroupMembership:
    """Make the hub a member and let its first editor in. ``hub`` is one of those that are there already,
    where the moderators find that the new one described is the same."""
    with transaction.atomic():
        application = _deciding(by, application)
        application.hub = hub or application.hub or _new_hub(application, by)
        membership = _member(application.hub, application, by)
        move(application, ApplicationState.ADMITTED, verb="admit-hub", by=by, hub=application.hub_id)
        letters.welcome(application, has_seat=_let_in(application, application.hub, by))
        _announce_later(membership)
    return membership


def _deciding(by: Any, application: Application) -> Application:
    application = locked(application)
    if rules.is_partial(by, application) and _others(by, application):
        raise Refused(_("Your own hub applies here. Leave the decision to another moderator."))
    application.decided_at, application.decided_by = timezone.now(), by
    return application


def _others(by: Any, application: Application) -> bool:
    """Whether there is a moderator who can decide instead."""
    others = [one for one in letters.moderators_of([application.group_id]) if one.pk != by.pk]
    return any(not rules.is_partial(one, application) for one in others)


def _new_hub(application: Application, by: Any) -> Hub:
    hub = Hub.objects.create(
        slug=free_slug(application.hub_name),
        name=application.hub_name,
        title=application.hub_title,
        kind=application.hub_kind,
        country=application.hub_country,
        website=application.hub_website,
        audience=application.hub_audience,
        source=Source.CORRIDOR,
    )
    journal.record("add-hub", hub, by=by, after={"application": application.pk, "slug": hub.slug})
    announce_hubs([hub.pk])
    return hub


def _member(hub: Hub, application: Application, by: Any) -> GroupMembership:
    """The hub's membership; one that had ended begins anew."""
    today = timezone.localdate()
    membership, is_new = GroupMembership.objects.select_for_update().get_or_create(
        group=application.group, hub=hub, defaults={"since": today}
    )
    ended = membership.until is not None and membership.until < today
    if ended:
        before = {"since": str(membership.since), "until": str(membership.until)}
        membership.since, membership.until = today, None
        membership.save()
        journal.record("renew-membership", membership, by=by, before=before)
    elif is_new:
        journal.record(
            "add-membership", membership, by=by, after={"group": application.group_id, "hub": hub.pk}
        )
    return membership


def _let_in(application: Application, hub: Hub, by: Any) -> bool:
    """The applicant becomes the hub's editor; where it has one already, that editor is asked first."""
    person = person_by_email(application.email)
    if rules.has_editor(hub) and not (person and rules.acts_for(person, hub)):
        _ask_the_editors(application, hub)
        return False
    person = person or _account_for(application, by)
    if not rules.acts_for(person, hub):
        give_seat(by=by, person=person, hub=hub, role=SeatRole.EDITOR)
    return True


def _account_for(application: Application, by: Any) -> Person:
    name, language = application.name, application.language
    return open_account(email=application.email, name=name, language=language, by=by)


def _ask_the_editors(application: Application, hub: Hub) -> None:
    claim = Claim.objects.create(
        hub=hub,
        name=application.name,
        email=application.email,
        position=application.position,
        language=application.language,
        consent=application.consent,
        why=application.why,
        state=ClaimState.OPEN,
        confirmed_at=application.confirmed_at,
        due_on=timezone.localdate() + TIME_TO_DECIDE,
    )
    journal.record("make-claim", claim, after={"hub": hub.pk, "application": application.pk})
    letters.tell_deciders_of(claim)


def _announce_later(membership: GroupMembership) -> None:
    from corridor.members.tasks import announce_member

    announce_member.defer(membership_id=membership.pk)


def announce(membership: GroupMembership) -> None:
    """Tell everybody in the group, each in their own rhythm; told twice it is one notice."""
    from corridor.members.admission.queries import people_of_group

    if membership.until and membership.until < timezone.localdate():
        return
    with transaction.atomic():
        letters.tell_joined(membership, people_of_group(membership.group))


__all__ = ["Finding", "NotFound", "admit", "announce", "ask_applicant", "check_answers", "decline"]
