"""Letters to participants: what organisers did for them, and what they write to all of one kind. Each goes to
the address of the registration, and carries a key of its own to the reader's page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.events.keys import new_links
from corridor.events.models import Event, EventMessage, Registration
from corridor.events.registering.entries import entry_of
from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.post import clean, itip, placeholders
from corridor.post.actions import letter_to, post_letters
from corridor.post.kinds import Kind, register_kind
from corridor.post.models import Letter


def _kind(name: str, title: Text) -> Kind:
    """Secret, since the link in it lets the reader in."""
    return Kind(f"event-{name}", title, f"events/door/mail/{name}", needs_answer=True, is_secret=True)


LISTED: Final = "event-listed"
TAKEN_OFF: Final = "event-taken-off"
MESSAGE: Final = "event-message"
KINDS: Final = (
    _kind("listed", _("You were registered for an event")),
    _kind("taken-off", _("Your registration was cancelled")),
    _kind("message", _("A message from the organisers of an event")),
)
PLACEHOLDERS: Final = ("name", "event")


def register() -> None:
    for kind in KINDS:
        register_kind(kind)


def tell_listed(event: Event, people: Iterable[Registration]) -> None:
    """In the transaction of the change; who has a place gets the entry for their calendar."""
    letters = Letters(event, list(people))
    entered = {one.pk for one in letters.people if one.is_coming}
    letters.post(LISTED, {}, entries=(entered, itip.REQUEST))


def tell_taken_off(
    event: Event, people: Iterable[Registration], came: Iterable[Registration], why: str
) -> None:
    """Whoever would have come has it in the calendar, from which it goes."""
    entered = {one.pk for one in came}
    Letters(event, list(people)).post(TAKEN_OFF, {"why": why}, entries=(entered, itip.CANCEL))


def send(message: EventMessage, people: Iterable[Registration]) -> None:
    def context(one: Registration) -> Mapping[str, str]:
        values = {"name": clean.one_line(one.name), "event": best_text(message.event.title, one.language)}
        texts = {"subject": message.subject, "words": message.text}
        return {name: placeholders.fill_in(text, values) for name, text in texts.items()}

    Letters(message.event, list(people), about=message).post(MESSAGE, context, once=f"{message.pk}")


Context = Mapping[str, Any] | Callable[[Registration], Mapping[str, Any]]
Entries = tuple[Collection[int], str]  # whose calendars, and the method of RFC 5546


class Letters:
    """To ``people`` of one event, in a handful of statements however many they are."""

    def __init__(self, event: Event, people: list[Registration], about: Any = None) -> None:
        self.event, self.people, self.about = event, people, about or event

    def post(self, kind: str, context: Context, *, once: str = "", entries: Entries = ((), "")) -> None:
        """One to each, for each version of a registration, or ``once`` for this."""
        links = new_links(self.people)
        whose, method = entries
        post_letters(
            [
                self._letter(
                    one,
                    kind,
                    {"own_page": links[one.pk]} | dict(context(one) if callable(context) else context),
                    key=f"{kind}:{one.uid}:{once or one.version}",
                    calendar=self._entry(one, method) if one.pk in whose else "",
                )
                for one in self.people
            ]
        )

    def _entry(self, one: Registration, method: str) -> str:
        one.event = self.event
        with override(one.language):
            return entry_of(one, method)

    def _letter(
        self, one: Registration, kind: str, context: Mapping[str, Any], *, key: str, calendar: str
    ) -> Letter:
        event = self.event
        about = {
            "event": best_text(event.title, one.language),
            "registration": one,
            "has_place": one.is_coming,
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
            calendar=calendar,
        )
