"""The member list as a sheet: every cell is text, and nothing in it that its reader could not see."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.i18n.names import country_name
from corridor.kernel.sheets import write_xlsx
from corridor.members.models import WorkingGroup

from .queries import Holder, Member, all_members, holders_in


def as_xlsx(group: WorkingGroup, viewer: Viewer) -> bytes:
    target = io.BytesIO()
    header = (_("Hub"), _("Country"), _("Member since"), _("Person"), _("Role"), _("From"), _("To"))
    write_xlsx(target, header, rows(group, viewer), name=_("Members")[:31])
    return target.getvalue()


def rows(group: WorkingGroup, viewer: Viewer) -> Iterator[tuple[str, ...]]:
    for holder in holders_in(group, viewer):
        yield _of_holder(holder)
    for member in all_members(group, viewer):
        yield from _of_member(member)


def _of_holder(holder: Holder) -> tuple[str, ...]:
    role = holder.role
    return "", "", "", role.person.name, str(role.get_role_display()), *_term(role.since, role.until)


def _of_member(member: Member) -> Iterator[tuple[str, ...]]:
    """One row for each person; a hub without people has one as well."""
    hub = member.hub
    place = country_name(hub.country_id, get_language() or DEFAULT)
    own = (hub.name, place, member.since.isoformat())
    if not member.people:
        yield *own, "", "", "", ""
    for person in member.people:
        yield *own, person.name, str(person.role), *_term(person.since, person.until)


def _term(since: object, until: object) -> tuple[str, str]:
    return str(since), str(until or "")
