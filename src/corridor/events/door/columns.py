"""The sheet of participants: one row for each registration. What organisers may not change is told only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from corridor.events.enums import Mode, Presence
from corridor.events.models import Event, Registration
from corridor.events.sheets.reading import Column
from corridor.kernel.audience import Audience
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.i18n.names import country_name, language_name
from corridor.kernel.sheets import cells
from corridor.members.models import Hub
from corridor.vocab.models import Country

from .queries import TAKING_PART

NAME, EMAIL = "name", "email"
WRITTEN: Final = (
    *(NAME, EMAIL, "organisation", "position", "country", "language", "presence", "hub", "needs"),
)

Record = dict[str, Any]  # a registration by the names of columns, as JSON can hold it


def columns(event: Event) -> list[Column]:
    return [*_written(event), *_told(), *(Column(_heading(n, one), str(one)) for n, one in _questions(event))]


def _written(event: Event) -> list[Column]:
    line = cells.words
    countries, languages, hubs = _countries(), _languages(), _hubs(event)
    return [
        Column(NAME, _("Name"), "", line(200)),
        Column(EMAIL, _("E-mail address"), _("By it people are told apart."), cells.mail),
        Column("organisation", _("Organisation"), "", line(300)),
        Column("position", _("Position"), "", line(200)),
        Column("country", _("Country"), _("Its name, or its code such as NO."), countries.one),
        Column("language", _("Language"), _("Its name, or its code such as en."), languages.one),
        Column("presence", _("Takes part"), " / ".join(presences(event)), _presences(event).one),
        Column("hub", _("Hub"), _("The last part of the address of its page."), hubs.one),
        Column("needs", _("What would help to take part"), "", line(500)),
    ]


def _told() -> list[Column]:
    return [
        Column("state", _("State"), _("Told, not read.")),
        Column("registered", _("Registered on"), _("Told, not read.")),
        Column("came", _("Came"), _("Told, not read.")),
        Column("code", _("Code"), _("Told, not read.")),
        Column("sessions", _("Chosen sessions"), _("Told, not read.")),
    ]


def _heading(number: int, question: Any) -> str:
    return f"Q{number}: {best_text(question.text)[:100]}"


def _questions(event: Event) -> Iterable[tuple[int, Any]]:
    return enumerate(event.questions.all(), 1)


def presences(event: Event) -> list[str]:
    """The usual one first."""
    one = {Mode.ON_SITE: [Presence.ON_SITE], Mode.ONLINE: [Presence.ONLINE]}
    return [one.value for one in one.get(Mode(event.mode), [Presence.ON_SITE, Presence.ONLINE])]


def _presences(event: Event) -> cells.Choice:
    return cells.Choice((code, [str(Presence(code).label)]) for code in presences(event))


def _countries() -> cells.Choice:
    spoken = {DEFAULT, get_language() or DEFAULT}
    named = Country.objects.values_list("code", "catalogue_name")
    return cells.Choice((code, [name, *(country_name(code, one) for one in spoken)]) for code, name in named)


def _languages() -> cells.Choice:
    spoken = {DEFAULT, get_language() or DEFAULT}
    return cells.Choice(
        (code, [own, *(language_name(code, one) for one in spoken)]) for code, own in LANGUAGES.items()
    )


def _hubs(event: Event) -> cells.Choice:
    """Those that the network sees, and those for which somebody is registered already."""
    named = Registration.objects.filter(event=event, hub__isnull=False).values("hub")
    seen = Hub.objects.filter(~Q(audience=Audience.HUB) | Q(pk__in=named))
    return cells.Choice((slug, [name]) for slug, name in seen.values_list("slug", "name"))


def records(event: Event) -> tuple[list[Record], list[str]]:
    """Everybody registered or waiting."""
    people = Registration.objects.filter(event=event, state__in=TAKING_PART).select_related("hub")
    headings = {one.pk: _heading(n, one) for n, one in _questions(event)}
    found = people.prefetch_related("answers", "sessions")
    return [_whole(event, one, headings) for one in found], []


def _whole(event: Event, one: Registration, headings: dict[int, str]) -> Record:
    there = ZoneInfo(event.zone)
    came = one.checked_in_at
    return of_registration(one) | {
        "state": str(one.get_state_display()),
        "registered": f"{one.registered_at.astimezone(there):%Y-%m-%d %H:%M}",
        "came": f"{came.astimezone(there):%Y-%m-%d %H:%M}" if came else "",
        "code": one.code,
        "sessions": "; ".join(map(str, one.sessions.all())),
        **{headings[answer.question_id]: answer.text for answer in one.answers.all()},
    }


def of_registration(one: Registration) -> Record:
    values = {name: getattr(one, name) for name in WRITTEN if name not in ("country", "hub")}
    return values | {"country": one.country_id or "", "hub": one.hub.slug if one.hub else ""}


def registration_values(record: Record, hubs: dict[str, int]) -> dict[str, Any]:
    """By the columns of the table; ``hubs`` are ids by slug."""
    values = {name: value for name, value in record.items() if name not in ("country", "hub")}
    if "country" in record:
        values["country_id"] = record["country"] or None
    if "hub" in record:
        values["hub_id"] = hubs.get(record["hub"])
    return values
