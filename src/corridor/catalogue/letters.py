"""Every mail of the catalogue goes through here: to whom, in their language, once for each key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from corridor.kernel.agenda import day_in_words
from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.members.enums import MODERATORS, GroupRoleName
from corridor.members.models import GroupRole, Seat
from corridor.people.models import Person
from corridor.post import actions as post
from corridor.post.answers import Choice
from corridor.post.kinds import Kind
from corridor.post.models import Question

from .models import Service
from .rules import WRITERS

REVIEWERS = (*MODERATORS, GroupRoleName.SUPPORT)


def kind(name: str, title: Text, *, needs_answer: bool = False, is_secret: bool = False) -> Kind:
    return Kind(name, title, f"catalogue/mail/{name}", needs_answer=needs_answer, is_secret=is_secret)


def writers_of(hub_id: int) -> list[Person]:
    """Editors and delegates of a hub."""
    seats = Seat.objects.current().filter(hub=hub_id, role__in=WRITERS)
    return _active(seats.values("person"))


def reviewers_of(group_id: int) -> list[Person]:
    """Whoever is told that something waits: moderators and the support team. Others of the group may look
    at it as well."""
    roles = GroupRole.objects.current().filter(group=group_id, role__in=REVIEWERS)
    return _active(roles.values("person"))


def _active(people: Any) -> list[Person]:
    return list(Person.objects.filter(pk__in=people, is_active=True).order_by("pk"))


def tell(
    people: Iterable[Person], name: str, service: Service, *, key: str, page: tuple[Any, ...], **context: Any
) -> None:
    """Each in their own language. ``page`` is a name and arguments."""
    for person in people:
        with override(person.language):
            tell_one(person, name, service, key=key, url=reverse(page[0], args=page[1:]), **context)


def tell_one(
    person: Person, name: str, service: Service, *, key: str, url: str, reply_to: str = "", **context: Any
) -> None:
    """In the active language, which is theirs."""
    words = {name: _words(value) for name, value in context.items()}
    post.tell(
        person=person,
        kind=name,
        context={"service": best_text(service.title) or service.slug, "hub": service.hub.name} | words,
        key=key,
        about=service,
        url=url,
        hub_id=service.hub_id,
        group_id=service.group_id,
        reply_to=reply_to,
    )


def _words(value: Any) -> Any:
    """A day, or a text in languages, in words."""
    if isinstance(value, dict):
        return best_text(value)
    return day_in_words(value) if isinstance(value, date) else value


def stamp(moment: datetime | None) -> str:
    """A moment as part of a key."""
    return f"{moment:%Y%m%d%H%M%S%f}" if moment else ""


def choices_of(question: Question, choices: Iterable[Choice]) -> list[dict[str, str]]:
    """Links for a mail, in the active language."""
    return [{"label": str(one.label), "url": question.url_for(one.name)} for one in choices]


def page_of(service: Service) -> tuple[str, str, str]:
    return "catalogue:service", service.hub.slug, service.slug
