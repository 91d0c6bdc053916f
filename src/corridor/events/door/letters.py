"""Letters to participants: what organisers did for them, and what they write to all of one kind. Each goes to
the address of the registration, and carries a key of its own to the reader's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from corridor.events.models import Event, EventMessage, Registration, RegistrationKey
from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.keys import new_key
from corridor.post import clean, placeholders
from corridor.post.actions import letter_to, post_letters
from corridor.post.kinds import Kind, register_kind
from corridor.post.models import Letter


def _kind(name: str, title: Text) -> Kind:
    """Secret, since the link in it lets the reader in."""
    return Kind(f"event-{name}", title, f"events/door/mail/{name}", needs_answer=True, is_secret=True)


LISTED: Final = "event-listed"
PROMOTED: Final = "event-promoted"
TAKEN_OFF: Final = "event-taken-off"
MESSAGE: Final = "event-message"
KINDS: Final = (
    _kind("listed", _("You were registered for an event")),
    _kind("promoted", _("You have a place at an event")),
    _kind("taken-off", _("Your registration was cancelled")),
    _kind("message", _("A message from the organisers of an event")),
)
PLACEHOLDERS: Final = ("name", "event")


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


def tell(event: Event, people: Iterable[Registration], kind: str, why: str = "") -> None:
    """In the transaction of the change, once for each version of a registration."""
    letters = Letters(event, list(people))
    letters.post(kind, lambda _one: {"why": why}, lambda one: f"{kind}:{one.uid}:{one.version}")


def send(message: EventMessage, people: Iterable[Registration]) -> None:
    def context(one: Registration) -> Mapping[str, str]:
        values = {"name": clean.one_line(one.name), "event": best_text(message.event.title, one.language)}
        texts = {"subject": message.subject, "words": message.text}
        return {name: placeholders.fill_in(text, values) for name, text in texts.items()}

    letters = Letters(message.event, list(people), about=message)
    letters.post(MESSAGE, context, lambda one: f"{MESSAGE}:{message.pk}:{one.uid}")


class Letters:
    """To ``people`` of one event, in a handful of statements however many they are."""

    def __init__(self, event: Event, people: list[Registration], about: Any = None) -> None:
        self.event, self.people, self.about = event, people, about or event

    def post(self, kind: str, context: Any, key: Any) -> None:
        links = self._links()
        post_letters([self._letter(one, kind, context(one), key(one), links[one.pk]) for one in self.people])

    def _links(self) -> dict[int, str]:
        keys = {one.pk: new_key() for one in self.people}
        RegistrationKey.objects.bulk_create(
            RegistrationKey(registration_id=pk, digest=key.digest) for pk, key in keys.items()
        )
        return {one.pk: own_page(keys[one.pk].plain, one.language) for one in self.people}

    def _letter(
        self, one: Registration, kind: str, context: Mapping[str, Any], key: str, link: str
    ) -> Letter:
        event = self.event
        about = {
            "event": best_text(event.title, one.language),
            "registration": one,
            "has_place": one.is_coming,
            "own_page": link,
            "free_reply": bool(event.contact),
        }
        return letter_to(
            address=one.email,
            name=clean.one_line(one.name),
            language=one.language,
            kind=kind,
            context=about | dict(context),
            key=key,
            about=self.about,
            time_zone=one.zone,
            group_id=event.group_id,
            reply_to=event.contact,
        )


def own_page(key: str, language: str) -> str:
    """Where a key to a registration is opened."""
    return f"{settings.BASE_URL}/{language}/events/link/{key}/"
