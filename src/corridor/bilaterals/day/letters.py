"""Letters of the day, to people with an account and without: each link of the latter lets its reader in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from corridor.bilaterals.models import Bilaterals, Profile
from corridor.events.keys import new_link
from corridor.kernel.i18n.fields import best_text
from corridor.post import actions as post
from corridor.post.keys import stable_id
from corridor.post.kinds import Kind, register_kind

from . import calendar, met
from .addresses import address_of, new_address
from .agenda import Agenda, Entry, agenda_of, agendas_of
from .queries import with_meetings, zone_of

AGENDA: Final = "bilateral-agenda"


def kind(name: str, title: Any) -> Kind:
    """Secret, since its links answer for the reader."""
    return Kind(name, title, f"bilaterals/mail/{name}", needs_answer=True, is_secret=True)


def register() -> None:
    register_kind(kind(AGENDA, _("Your 1:1 meetings")))


def agenda_letter(profile: Profile) -> None:
    """The agenda as it is now, with an entry for the calendar; nothing where it was sent just so before."""
    with transaction.atomic():
        _send(agenda_of(profile))


def send_agendas(bilaterals: Bilaterals) -> int:
    """To everybody who has a meeting; how many people that are."""
    return send_agendas_to(list(with_meetings(bilaterals)))


def send_agendas_to(people: Sequence[Profile]) -> int:
    found = agendas_of(people)
    with transaction.atomic():
        for agenda in found:
            _send(agenda)
    return len(found)


def _send(agenda: Agenda) -> None:
    profile, event = agenda.profile, agenda.event
    entries = [
        (one.booking.meeting_id, one.booking.revision, one.starts_at)
        for one in agenda.meetings
        if one.booking
    ]
    said = {"event": best_text(event.title, profile.registration.language)}
    write(
        profile,
        AGENDA,
        lambda: said | {"days": _days(agenda), "feed": _feed(profile)},
        key=f"{AGENDA}:{profile.pk}:{stable_id(*map(str, entries))}",
        entry=lambda: calendar.for_letter(agenda),
    )


def write(
    profile: Profile,
    kind: str,
    context: Callable[[], Mapping[str, Any]],
    *,
    key: str,
    entry: Callable[[], str] = str,
    reply_to: str = "",
) -> None:
    """``context`` and the calendar's ``entry`` are made in the reader's language."""
    registration, event = profile.registration, profile.bilaterals.event
    with override(registration.language):
        told: dict[str, Any] = {
            "kind": kind,
            "context": dict(context()),
            "key": key,
            "about": profile,
            "group_id": event.group_id,
            "calendar": entry(),
            "reply_to": reply_to,
        }
        page = reverse("bilaterals:agenda", args=[event.group.slug, event.slug])
    if registration.person:
        post.tell(person=registration.person, url=page, **told)
        return
    told["context"]["url"] = new_link(registration, "bilaterals:agenda-entrance")
    post.write_to(
        address=registration.email,
        name=registration.name,
        language=registration.language,
        time_zone=zone_of(registration),
        **told,
    )


def _feed(profile: Profile) -> str:
    person = profile.registration.person
    found = address_of(profile.bilaterals, profile) or new_address(
        by=person, bilaterals=profile.bilaterals, profile=profile
    )
    return str(settings.BASE_URL) + reverse("bilaterals:agenda-feed", args=[found.key])


def _days(agenda: Agenda) -> list[dict[str, Any]]:
    return [
        {
            "name": day.name,
            "city": day.entries[0].span.city,
            "entries": [_entry(agenda, one) for one in day.entries],
        }
        for day in agenda.days
    ]


def _entry(agenda: Agenda, entry: Entry) -> dict[str, str]:
    return {
        "hours": entry.span.hours,
        "title": entry.title,
        "who": "; ".join(one.organisation for one in entry.others if one.organisation),
        "place": entry.place,
        "link": agenda.link_of(entry),
        "met": met.question_for(entry.booking.meeting, agenda.profile).url if entry.booking else "",
    }
