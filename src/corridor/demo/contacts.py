"""How the demo's people can be reached: one detail for each audience, as they chose and agreed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from corridor.kernel.audience import Audience
from corridor.members.contacts.enums import AUDIENCES, ContactKind
from corridor.members.contacts.models import ContactDetail, purpose_of
from corridor.people.models import Person
from corridor.people.privacy.models import Consent

ANNA: Final = "anna@dockwave.example.org"
BRAM: Final = "bram@dockwave.example.org"
CARLA: Final = "carla@vinhasdigitais.example.org"
DETAILS: Final = (
    (ANNA, ContactKind.JOB_TITLE, "Head of pilots", Audience.PUBLIC),
    (ANNA, ContactKind.EMAIL, "pilots@dockwave.example.org", Audience.NETWORK),
    (ANNA, ContactKind.PHONE, "+32 3 555 01 20", Audience.GROUP),
    (BRAM, ContactKind.JOB_TITLE, "Network engineer", Audience.NETWORK),
    (BRAM, ContactKind.MESSENGER, "Signal: bram.01", Audience.HUB),
    (CARLA, ContactKind.JOB_TITLE, "Coordinator", Audience.NETWORK),
    (CARLA, ContactKind.WEB, "https://vinhasdigitais.example.org/carla", Audience.PUBLIC),
)


def fill_in_contacts(is_due: Callable[[str], bool]) -> int:
    """Rows that the demo has never had; ``is_due`` says so by name. Returns how many."""
    due = [one for one in DETAILS if is_due(f"contact:{one[0]}:{one[1].value}")]
    people = {person.email: person for person in Person.objects.filter(email__in=[one[0] for one in due])}
    rows = [(people[email], kind, value, audience) for email, kind, value, audience in due if email in people]
    agreed = Consent.objects.bulk_create(
        _consent(person, kind, audience) for person, kind, _value, audience in rows
    )
    made = ContactDetail.objects.bulk_create(
        ContactDetail(person=person, kind=kind, value=value, audience=audience, consent=consent)
        for (person, kind, value, audience), consent in zip(rows, agreed, strict=True)
    )
    return len(made)


def _consent(person: Person, kind: ContactKind, audience: Audience) -> Consent:
    agreed = f"{kind.label}: {AUDIENCES[audience]}. I agree that these people see it here."
    return Consent(person=person, purpose=purpose_of(kind), text=agreed, language="en")
