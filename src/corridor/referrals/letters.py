"""Letters of this room: who gets them, and how they are written; once for each key, in the reader's language.
The client has no account: each of their letters carries a new link to their private page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from corridor.catalogue.rules import WRITERS
from corridor.kernel.agenda import day_in_words
from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.members.enums import MODERATORS
from corridor.members.models import GroupRole, Seat
from corridor.people.models import Person
from corridor.post import actions as post
from corridor.post.kinds import Kind

from .keys import client_link
from .models import Client, Need


def kind(name: str, title: Text, *, needs_answer: bool = False) -> Kind:
    return Kind(name, title, f"referrals/mail/{name}", needs_answer=needs_answer)


def kind_for_client(name: str, title: Text) -> Kind:
    """Its link lets the reader in, so that the text is forgotten once it is sent."""
    return Kind(name, title, f"referrals/mail/{name}", needs_answer=True, is_secret=True)


def writers_of(hub_id: int) -> list[Person]:
    """Editors and delegates of a hub."""
    seats = Seat.objects.current().filter(hub=hub_id, role__in=WRITERS)
    return _active(seats.values("person"))


def moderators_of(group_id: int) -> list[Person]:
    roles = GroupRole.objects.current().filter(group=group_id, role__in=MODERATORS)
    return _active(roles.values("person"))


def carers_of(need: Need) -> list[Person]:
    """Who looks after it: its home hub, else the moderators."""
    return writers_of(need.hub_id) if need.hub_id else moderators_of(need.group_id)


def _active(people: Any) -> list[Person]:
    return list(Person.objects.filter(pk__in=people, is_active=True).order_by("pk"))


def tell(
    people: Iterable[Person],
    name: str,
    need: Need,
    *,
    key: str,
    page: tuple[Any, ...] = (),
    hub_id: int | None = None,
    **context: Any,
) -> None:
    """``page`` is a name and arguments, the need's own where none is given; ``hub_id`` the hub for which they
    hear of it. Days and texts in languages are put into words."""
    where, *args = page or ("referrals:need", need.pk)
    for person in people:
        with override(person.language):
            post.tell(
                person=person,
                kind=name,
                context=_words(need, context),
                key=f"{key}:{person.pk}",
                about=need,
                url=reverse(where, args=args),
                hub_id=hub_id or need.hub_id,
                group_id=need.group_id,
            )


def write_to_client(need: Need, name: str, *, key: str, reply_to: str = "", **context: Any) -> None:
    """Nothing where no address is known."""
    client: Client | None = getattr(need, "client", None)
    if client is None or not client.email:
        return
    with override(need.language):
        words = _words(need, context)
    post.write_to(
        address=client.email,
        name=client.name,
        language=need.language,
        kind=name,
        context=words | {"url": client_link(need)},
        key=key,
        about=need,
        hub_id=need.hub_id,
        group_id=need.group_id,
        reply_to=reply_to,
    )


def _words(need: Need, context: dict[str, Any]) -> dict[str, Any]:
    told = {"need": need.title, "group": best_text(need.group.name)}
    return told | {name: _word(value) for name, value in context.items()}


def _word(value: Any) -> Any:
    if isinstance(value, dict):
        return best_text(value)
    return day_in_words(value) if isinstance(value, date) else value
