"""Hostile words in every text that people write about admission, groups and themselves (security case 16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.keys import digest_of
from corridor.members.admission.models import (
    Application,
    Claim,
    CriterionAnswer,
    FollowKey,
    Invitation,
    Message,
)
from corridor.members.contacts.actions import show_contact
from corridor.members.contacts.enums import ContactKind
from corridor.members.groups.elections.models import Candidate, Election
from corridor.members.groups.handovers.models import Handover, HandoverItem, HandoverLink
from corridor.members.groups.models import Criterion, Mandate, Milestone
from corridor.members.groups.rotations.models import Rotation, RotationTurn
from corridor.members.models import Hub, Seat, WorkingGroup
from corridor.people.models import ApiToken, Person
from corridor.people.tokens.actions import make_token
from tests.conftest import SINCE

# Text that is harmless until a browser has read, written and read it again.
MUTATING = (
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<xmp><p title="</xmp><svg/onload=alert(1)>">',
    "</textarea></title></style></script><script>alert(1)</script>",
    "<template><img src=x onerror=alert(1)></template>",
    "--><img src=x onerror=alert(1)>]]>",
    "x' autofocus onfocus=alert(1) y=\" autofocus onfocus=alert(1) z=` onfocus=alert(1)",
    "{{constructor.constructor('alert(1)')()}} {% debug %} %(name)s {0} ${7*7}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<b>gnorts</b>\u2066",
)


def chosen(naughty: Sequence[str], number: int = 40) -> list[str]:
    """Ours, and of the naughty strings those with marks in them, evenly from the whole list."""
    marked = [text for text in naughty if any(sign in text for sign in "<>\"'`{") and len(text) < 190]
    picked = marked[:: max(1, len(marked) // number)]
    return sorted({clean_text(text) for text in (*MUTATING, *picked)} - {""})


@dataclass(frozen=True)
class Planted:
    """Where the words stand: ``pages`` are (who looks, address, how many of the words at least)."""

    texts: list[str]
    pages: list[tuple[str, str, int]]
    invitation: Invitation
    message: Message


def plant(group: WorkingGroup, hub: Hub, anna: Person, dora: Person, texts: list[str]) -> Planted:
    base, every = "/en/smart-connectivity/", len(texts)
    whole = "\n".join(texts)[:9_000]
    of_group(group, texts)
    application, message = an_application(group, hub, texts)
    claim = Claim.objects.create(hub=hub, why=whole, position=texts[0][:200], **from_outside(texts[1]))
    FollowKey.objects.create(claim=claim, digest=digest_of("claim-key"))
    people = named(hub, texts)
    election, handover = procedures(group, hub, dora, people, texts)
    for number, text in enumerate(texts):
        ApiToken.objects.filter(
            pk=make_token(by=anna, name=f"t{number}", scopes=["read"], days=9)[0].pk
        ).update(name=text[:80])
    for kind, text in zip((ContactKind.JOB_TITLE, *ContactKind), MUTATING, strict=False):
        show_contact(by=anna, kind=kind, value=text[:300], audience="network", agreed_to=text)
    invitations = [
        an_invitation(dora, text, group=group, role="guest", digest=digest_of(f"g{number}"))
        for number, text in enumerate(texts)
    ]
    an_invitation(anna, whole, hub=hub, role="editor", digest=digest_of("invitation-key"))
    pages = [
        ("dora", f"{base}applications/{application.pk}/", every),
        ("eve", "/en/applications/application-key/", every),
        ("eve", "/en/claims/claim-key/", 0),
        ("anna", f"/en/hubs/nordlys/claims/{claim.pk}/", every - 20),
        ("eve", base, every),
        ("eve", f"{base}join/?new=1", every),
        ("dora", f"{base}settings/", every),
        ("dora", f"{base}settings/mandate/", every - 20),
        ("dora", f"{base}handover/{handover.pk}/", every),
        ("dora", f"{base}elections/{election.pk}/", every),
        ("dora", f"{base}rotations/", every),
        ("dora", f"{base}people/", every),
        ("dora", f"{base}invitations/", 0),
        ("eve", "/en/invitations/invitation-key/", every - 20),
        ("anna", "/en/account/keys/", every),
        ("anna", "/en/account/contacts/", 3),
        ("anna", "/en/hubs/nordlys/people/", every),
        ("anna", "/en/now/", 0),
    ]
    return Planted(texts, pages, invitations[0], message)


def from_outside(name: str) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "name": name, "email": "eve@example.net", "consent": "Yes.", "state": "open",
        "confirmed_at": timezone.now(), "due_on": today,
    }  # fmt: skip


def of_group(group: WorkingGroup, texts: list[str]) -> None:
    whole = {"en": "\n".join(texts)[:9_000]}
    WorkingGroup.objects.filter(pk=group.pk).update(mission={"en": texts[0]}, description=whole)
    Mandate.objects.update_or_create(group=group, defaults={"text": whole})
    for position, text in enumerate(texts):
        words = {"en": text}
        Criterion.objects.create(group=group, text=words, help=words, position=position, is_required=False)
        Milestone.objects.create(group=group, title=words, note=words, due_on=date(2026, 6, 30))


def an_application(group: WorkingGroup, hub: Hub, texts: list[str]) -> tuple[Application, Message]:
    application = Application.objects.create(
        group=group, hub_country=hub.country, hub_name=texts[0][:200], hub_title=texts[1], hub_kind="DIH",
        is_new_hub=True, why="\n".join(texts), position=texts[2][:200], **from_outside(texts[3]),
    )  # fmt: skip
    FollowKey.objects.create(application=application, digest=digest_of("application-key"))
    for position, text in enumerate(texts):
        CriterionAnswer.objects.create(
            application=application, text={"en": text}, answer=text, note=text, is_required=True,
            position=position,
        )  # fmt: skip
        message = Message.objects.create(application=application, kind="question", text=text)
    return application, message


def named(hub: Hub, texts: list[str]) -> list[Person]:
    people = [
        Person.objects.create(email=f"hostile{number}@example.org", name=text[:200])
        for number, text in enumerate(texts)
    ]
    Seat.objects.bulk_create(Seat(person=one, hub=hub, role="alternate", since=SINCE) for one in people)
    return people


def procedures(
    group: WorkingGroup, hub: Hub, dora: Person, people: list[Person], texts: list[str]
) -> tuple[Election, Handover]:
    soon = timezone.now() + timedelta(days=7)
    election = Election.objects.create(
        group=group, role="moderator", nominations_close=soon, voting_closes=soon + timedelta(days=7),
        term_since=date(2090, 1, 1),
    )  # fmt: skip
    rotation = Rotation.objects.create(group=group, role="observer", starts_on=date(2090, 1, 1))
    for position, person in enumerate(people):
        theirs = Hub.objects.create(
            slug=f"hostile-{position}", name=person.name, title="-", kind="DIH", country=hub.country
        )
        Candidate.objects.create(election=election, person=person, hub=theirs, accepted_at=timezone.now())
        RotationTurn.objects.create(rotation=rotation, position=position, person=person)
    handover = Handover.objects.create(
        group=group, role=dora.group_roles.get(), successor=people[0], on_date=date(2090, 1, 1),
        notes="\n".join(texts)[:9_000],
    )  # fmt: skip
    for number, text in enumerate(texts):
        HandoverItem.objects.create(handover=handover, key=f"own:{number}", title={"en": text}, note=text)
        HandoverLink.objects.create(handover=handover, title=text[:200], url="https://example.org/")
    return election, handover


def an_invitation(by: Person, note: str, **place: object) -> Invitation:
    return Invitation.objects.create(
        email="vera@example.net", invited_by=by, note=note,
        expires_at=timezone.now() + timedelta(days=13), **place,
    )  # fmt: skip
