"""What waits in the demo's groups and hubs: applications, invitations and a claim."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from corridor.kernel.keys import new_key
from corridor.members.admission.enums import ApplicationState, ClaimState, MessageKind
from corridor.members.admission.models import (
    TIME_TO_ACCEPT,
    TIME_TO_DECIDE,
    Application,
    Claim,
    CriterionAnswer,
    Invitation,
    Message,
)
from corridor.members.groups.models import Criterion
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person

from .network import FOLDER

Due = Callable[[str], bool]
CONSENT = "I agree that the moderators and the support team of the group read this and write to me about it."
SENDER = ("name", "email", "position", "language", "why")


def fill_in_admission(group: WorkingGroup, is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    plans = tomllib.loads((FOLDER / "admission.toml").read_text(encoding="utf-8"))
    due = {
        kind: [plan for plan in plans[kind] if is_due(f"{kind}:{plan['email']}")]
        for kind in ("applications", "invitations", "claims")
    }
    if not any(due.values()):
        return 0
    hubs = Hub.objects.in_bulk(
        {plan["hub"] for ones in due.values() for plan in ones if "hub" in plan}, field_name="slug"
    )
    made = _applications(due["applications"], group, hubs)
    made += _invitations(due["invitations"], group, hubs)
    return made + _claims(due["claims"], hubs)


def _applications(plans: list[dict[str, Any]], group: WorkingGroup, hubs: dict[str, Hub]) -> int:
    there = [plan for plan in plans if "new" in plan or plan["hub"] in hubs]
    rows = Application.objects.bulk_create(
        _application(plan, group, hubs.get(plan.get("hub", ""))) for plan in there
    )
    criteria = list(Criterion.objects.filter(group=group))
    CriterionAnswer.objects.bulk_create(
        _answer(row, criterion, text)
        for row, plan in zip(rows, there, strict=True)
        for criterion, text in zip(criteria, plan["answers"], strict=False)
    )
    asked = [(row, plan["question"]) for row, plan in zip(rows, there, strict=True) if "question" in plan]
    moderator = Person.objects.filter(email="moderator@network.example.org").first()
    if moderator:
        Message.objects.bulk_create(
            Message(application=row, kind=MessageKind.QUESTION, by=moderator, text=text)
            for row, text in asked
        )
    return len(rows)


def _application(plan: dict[str, Any], group: WorkingGroup, hub: Hub | None) -> Application:
    about = (
        plan["new"]
        if hub is None
        else {
            "hub": hub,
            "hub_name": hub.name,
            "hub_title": hub.title,
            "hub_country_id": hub.country_id,
            "hub_website": hub.website,
            "hub_kind": hub.kind,
        }
    )
    return Application(
        group=group, is_new_hub=hub is None, state=ApplicationState(plan["state"]), **about, **_sent(plan)
    )


def _sent(plan: dict[str, Any]) -> dict[str, Any]:
    at = _days_ago(plan)
    due = timezone.localdate(at) + TIME_TO_DECIDE
    sender = {name: plan[name] for name in SENDER}
    return sender | {"consent": CONSENT, "created_at": at, "confirmed_at": at, "due_on": due}


def _days_ago(plan: dict[str, Any]) -> datetime:
    return timezone.now() - timedelta(days=plan["days_ago"])


def _answer(application: Application, criterion: Criterion, text: str) -> CriterionAnswer:
    return CriterionAnswer(
        application=application,
        criterion=criterion,
        position=criterion.position,
        text=criterion.text,
        is_required=criterion.is_required,
        answer=text,
    )


def _invitations(plans: list[dict[str, Any]], group: WorkingGroup, hubs: dict[str, Hub]) -> int:
    people = Person.objects.filter(email__in=[plan["by"] for plan in plans], is_fictional=True)
    inviters = {person.email: person for person in people}
    rows = [
        _invitation(
            plan, group if "group" in plan else None, hubs.get(plan.get("hub", "")), inviters[plan["by"]]
        )
        for plan in plans
        if plan["by"] in inviters and ("group" in plan or plan["hub"] in hubs)
    ]
    return len(Invitation.objects.bulk_create(rows))


def _invitation(
    plan: dict[str, Any], group: WorkingGroup | None, hub: Hub | None, inviter: Person
) -> Invitation:
    """Nobody has its key: a demo writes to no real mailbox, and whoever wants to try it invites again."""
    at = _days_ago(plan)
    said = {name: plan[name] for name in ("email", "role", "language", "note")}
    return Invitation(
        **said,
        hub=hub,
        group=group,
        invited_by=inviter,
        digest=new_key().digest,
        created_at=at,
        expires_at=at + TIME_TO_ACCEPT,
    )


def _claims(plans: list[dict[str, Any]], hubs: dict[str, Hub]) -> int:
    there = [plan for plan in plans if plan["hub"] in hubs]
    rows = [Claim(hub=hubs[plan["hub"]], state=ClaimState.OPEN, **_sent(plan)) for plan in there]
    return len(Claim.objects.bulk_create(rows))
