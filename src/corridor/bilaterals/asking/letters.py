"""What is written to people of the 1:1 meetings: by notice and mail to those with an account, by mail with a
link that opens their own pages to the others; in their language."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.bilaterals.models import Ask, Bilateral, Profile
from corridor.events.keys import new_link
from corridor.events.models import Registration
from corridor.kernel.errors import Text
from corridor.kernel.i18n.fields import best_text
from corridor.people.models import Person
from corridor.post import actions as post
from corridor.post.kinds import Kind, register_kind

ASKED: Final = "meeting-asked"
AGREED: Final = "meeting-agreed"
DECLINED: Final = "meeting-declined"
WITHDRAWN: Final = "meeting-withdrawn"
EXPIRED: Final = "meeting-expired"
CANCELLED: Final = "meeting-ended"
TITLES: Final = {
    ASKED: _("Somebody asks you for a 1:1 meeting"),
    AGREED: _("A 1:1 meeting is agreed"),
    DECLINED: _("A 1:1 meeting is declined"),
    WITHDRAWN: _("A request for a 1:1 meeting is withdrawn"),
    EXPIRED: _("A request for a 1:1 meeting was not answered"),
    CANCELLED: _("A 1:1 meeting is cancelled"),
}


def register() -> None:
    for name, title in TITLES.items():
        register_kind(kind(name, title))


def kind(name: str, title: Text, *, is_news: bool = False) -> Kind:
    """Links of those without an account let the reader in, so that the text is forgotten once it is sent."""
    template = f"bilaterals/mail/{name}"
    return Kind(name, title, template, needs_answer=not is_news, is_secret=True, is_news=is_news)


def account_of(registration: Registration) -> Person | None:
    person = registration.person
    return person if person is not None and person.is_active else None


def language_of(profile: Profile) -> str:
    person = account_of(profile.registration)
    return str(person.language if person else profile.registration.language)


def write(
    to: Profile, name: str, *, key: str, page: str = "requests", reply_to: str = "", **told: Any
) -> None:
    """``page`` is a name in ``profiles.linking.PAGES``; once for each ``key``."""
    registration, event = to.registration, to.bilaterals.event
    person = account_of(registration)
    about: dict[str, Any] = {"about": to.bilaterals, "group_id": event.group_id, "reply_to": reply_to}
    about["key"] = f"{name}:{key}"
    with override(language_of(to)):
        context = {"event": best_text(event.title), **told}
        if person:
            path = reverse(f"bilaterals:{page}", args=[event.group.slug, event.slug])
            post.tell(person=person, kind=name, context=context, url=path, **about)
            return
        post.write_to(
            address=registration.email,
            name=registration.name,
            language=registration.language,
            time_zone=registration.zone,
            kind=name,
            context=context | {"url": new_link(registration, "bilaterals:link", page)},
            **about,
        )


def introduced(profile: Profile) -> dict[str, str]:
    """Who somebody is, for those they meet."""
    registration = profile.registration
    of_hub = registration.hub.name if registration.hub else ""
    return {"other": registration.name, "organisation": registration.organisation or of_hub}


def tell_asker(name: str, ask: Ask, *, key: str = "") -> None:
    write(ask.by, name, key=f"{ask.pk}:{key}", **introduced(ask.to), words=ask.answer)


def tell_asked(name: str, ask: Ask) -> None:
    write(ask.to, name, key=str(ask.pk), **introduced(ask.by))


def tell_agreed(ask: Ask, meeting: Bilateral) -> None:
    """Everybody in it but the one who accepted, who knows."""
    parties = meeting.people.select_related(
        "bilaterals__event__group", "registration__hub", "registration__person"
    )
    everybody = list(parties)
    for one in everybody:
        if one.pk == ask.to_id:
            continue
        others = ", ".join(other.registration.name for other in everybody if other.pk != one.pk)
        words = ask.answer if one.pk == ask.by_id else ""
        write(one, AGREED, key=str(meeting.pk), others=others, words=words)
