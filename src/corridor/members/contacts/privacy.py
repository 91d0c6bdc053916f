"""What the contact details hold about people, where they stand, and their page of the account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Placement, RecordType, register_record_type
from corridor.kernel.privacy import Personal, register_personal
from corridor.members.queries import viewer_of
from corridor.people.account import register_account_page

from . import queries
from .enums import AUDIENCES
from .models import ContactDetail


def export_contacts(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = ContactDetail.objects.filter(person=person).order_by("id")
    return list(rows.values("kind", "value", "audience", "created_at", "updated_at"))


def erase_contacts(person: Any) -> None:
    ContactDetail.objects.filter(person=person).delete()


def contact_stands(contact: ContactDetail) -> Placement:
    """With its person: their hubs, and the groups in which they are."""
    theirs = viewer_of(contact.person)
    shown = contact.is_shown and contact.person.is_active and theirs.in_network
    return Placement(
        contact.audience,
        hubs=theirs.hubs,
        groups=theirs.groups,
        person_id=contact.person_id,
        for_onlookers=False,
        withheld=not shown,
    )


def register() -> None:
    register_personal(
        Personal(
            model="members.ContactDetail",
            title=_("Your contact details"),
            columns={
                "person": _("whose they are"),
                "kind": _("what it is: a number, an address, a job title"),
                "value": _("so that those whom you chose can reach you"),
                "audience": _("who may see it"),
                "created_at": _("when you entered it"),
                "updated_at": _("when you last changed it"),
            },
            withheld={"consent": _("stands under what you agreed to")},
            basis="consent",
            kept=_("until you delete it or erase your account"),
            seen_by=_("those whom you chose for each detail, while you agree"),
            export=export_contacts,
            erase=erase_contacts,
        )
    )
    register_record_type(
        RecordType(
            name="contact",
            model="members.ContactDetail",
            title=_("contact detail"),
            door=queries.contact_for_asking,
            placement=contact_stands,
            audiences=tuple(AUDIENCES),
            key=lambda contact: contact.kind,
            label=lambda contact: contact.get_kind_display(),
            page=lambda _contact: reverse("members:contacts"),
        )
    )
    register_account_page(
        _("Contact details"),
        "members:contacts",
        _("How others can reach you, and who may see that."),
        order=30,
    )
