"""Every mail about roles, rotation, elections and handover, in one place. Nobody is told twice of one thing:
the key names it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.ui.templatetags.ui import DATE_LOCALES
from corridor.members.models import GroupRole, WorkingGroup
from corridor.people.models import Person
from corridor.post import actions as post
from corridor.post.kinds import Kind, register_kind

from .hours import moment_in_words


def _kind(name: str, title: Text, *, needs_answer: bool = False, is_secret: bool = False) -> Kind:
    return Kind(name, title, f"members/mail/{name}", needs_answer=needs_answer, is_secret=is_secret)


KINDS: Final = (
    _kind("role-given", _("A role in a group for you"), needs_answer=True),
    _kind("role-ended", _("Your role in a group has ended"), needs_answer=True),
    _kind("term-ends", _("A term in a group ends soon"), needs_answer=True),
    _kind("rotation-turn", _("A role passes on by rotation")),
    _kind("election-opens", _("An election: your hub can nominate")),
    _kind("election-candidacy", _("Your hub nominates you"), needs_answer=True, is_secret=True),
    _kind("election-votes", _("An election: your hub can vote"), needs_answer=True),
    _kind("election-result", _("The result of an election")),
    _kind("handover-started", _("A handover in your group")),
    _kind("handover-done", _("A role has been handed over")),
    _kind("handover-cancelled", _("A handover was cancelled")),
)


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


def tell(
    people: Iterable[Person],
    kind: str,
    *,
    group: WorkingGroup,
    key: str,
    page: tuple[Any, ...],
    **context: Any,
) -> None:
    """Each in their own language; days and hours are written out in it. ``page`` is a name and arguments."""
    for person in people:
        with override(person.language):
            words = {name: _words(value, person) for name, value in context.items()}
            url = reverse(page[0], args=page[1:])
        post.tell(
            person=person,
            kind=kind,
            context=words | {"group": best_text(group.name, person.language)},
            key=key,
            url=url,
            group_id=group.pk,
        )


def tell_role_given(role: GroupRole) -> None:
    _about_role(role, "role-given", [role.person], key=f"role-given:{role.pk}")


def tell_role_ended(role: GroupRole) -> None:
    _about_role(role, "role-ended", [role.person], key=f"role-ended:{role.pk}")


def tell_term_ends(role: GroupRole, moderators: Iterable[Person]) -> None:
    people = {person.pk: person for person in (*moderators, role.person)}
    _about_role(role, "term-ends", people.values(), key=f"term-ends:{role.pk}:{role.until}")


def _about_role(role: GroupRole, kind: str, people: Iterable[Person], *, key: str) -> None:
    tell(
        people,
        kind,
        group=role.group,
        key=key,
        page=("members:group-people", role.group.slug),
        holder=role.person.name,
        role=role.get_role_display,
        since=role.since,
        until=role.until,
    )


def _words(value: Any, person: Person) -> Any:
    """Plain words: a text in languages, a day, an hour, or a label that is looked up only now."""
    if isinstance(value, datetime):
        return moment_in_words(value.astimezone(ZoneInfo(person.time_zone)), person.language)
    if isinstance(value, date):
        return format_date(value, "long", locale=DATE_LOCALES.get(person.language, person.language))
    if isinstance(value, dict):
        return best_text(value, person.language)
    if callable(value):
        return str(value())
    return str(value) if value is not None else ""
