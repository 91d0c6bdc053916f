"""One of everything that admission has addresses for."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from corridor.kernel.keys import digest_of
from corridor.members.admission.models import Application, Claim, CriterionAnswer, FollowKey, Invitation
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person


def of_admission(group: WorkingGroup, hub: Hub, anna: Person, ben: Person, dora: Person) -> dict[str, str]:
    """An application, a claim on Anna's hub and two invitations, each with a key for its link."""
    now, today = timezone.now(), timezone.localdate()
    eve = {"name": "Eve", "email": "eve@example.net", "consent": "Yes.", "why": "Why not.", "state": "open"}
    waits = eve | {"confirmed_at": now, "due_on": today + timedelta(days=14)}
    described = {"hub_name": "Eve's hub", "hub_title": "Eve's own hub", "hub_kind": "DIH", "is_new_hub": True}
    application = Application.objects.create(group=group, hub_country=hub.country, **described, **waits)
    claim = Claim.objects.create(hub=hub, **waits)
    criterion = {"text": {"en": "A test bed"}, "is_required": True, "position": 0, "answer": "We have one."}
    CriterionAnswer.objects.create(application=application, **criterion)
    FollowKey.objects.create(application=application, digest=digest_of("key-of-application"))
    FollowKey.objects.create(claim=claim, digest=digest_of("key-of-claim"))
    term = {"email": "vera@example.net", "created_at": now, "expires_at": now + timedelta(days=14)}
    key = digest_of("key-of-invitation")
    of_hub = Invitation.objects.create(hub=hub, role="editor", invited_by=anna, digest=key, **term)
    of_group = Invitation.objects.create(group=group, role="guest", invited_by=dora, digest="-", **term)
    return {
        "application": str(application.pk),
        "claim": str(claim.pk),
        "invitation": str(of_hub.pk),
        "group_invitation": str(of_group.pk),
        "seat": str(ben.seats.get().pk),
    }
