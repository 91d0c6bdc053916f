"""Who comes to an event of the demo: editors of member hubs, and people from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from secrets import token_hex
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from corridor.bilaterals.enums import EntryKind
from corridor.bilaterals.models import Entry, Profile
from corridor.catalogue.enums import ServiceState
from corridor.catalogue.models import Service
from corridor.events.enums import RegistrationState
from corridor.events.models import Event, Registration
from corridor.kernel.audience import Audience
from corridor.kernel.i18n.fields import best_text
from corridor.members.models import Seat
from corridor.vocab.models import Concept

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Guest:
    """What somebody who comes offers and looks for."""

    registration: Registration
    offers: str
    looks: str
    service: Service | None = None
    concepts: frozenset[int] = frozenset()  # by their ids


@dataclass(frozen=True)
class Guests:
    """All who come to one event. ``visitors`` are the people from outside, as the file tells of them."""

    event: Event
    seats: Sequence[Seat]
    visitors: Sequence[Raw]
    registered_at: datetime

    @cached_property
    def concepts(self) -> dict[str, int]:
        return dict(Concept.objects.values_list("slug", "pk"))

    def __iter__(self) -> Iterator[Guest]:
        """A visitor and then members, in turn; a member has a service of the hub to offer."""
        services = self._services()
        for number, raw in enumerate(self.visitors):
            topics = frozenset(self.concepts[slug] for slug in raw["concepts"])
            yield Guest(self._visitor(number, raw), raw["offers"], raw["looks"], concepts=topics)
            other = self.visitors[(number + 5) % len(self.visitors)]
            for seat in self.seats[number :: len(self.visitors)]:
                yield self._member(seat, services.get(seat.hub_id), other)

    def _services(self) -> dict[int, Service]:
        shared = Service.objects.filter(state=ServiceState.SHARED, audience=Audience.PUBLIC)
        of_hubs = shared.filter(hub__in=[seat.hub_id for seat in self.seats])
        return {service.hub_id: service for service in of_hubs.order_by("-pk").prefetch_related("concepts")}

    def _member(self, seat: Seat, service: Service | None, other: Raw) -> Guest:
        person, hub = seat.person, seat.hub
        with override(person.language):
            wanted = _("Companies that need this") if service else _("Partners for a test bed")
        registration = self._registration(
            person=person,
            hub=hub,
            name=person.name,
            email=person.email,
            organisation=hub.name,
            country_id=hub.country_id,
            language=person.language,
            zone=person.time_zone,
        )
        offers = best_text(service.title) if service else hub.title or hub.name
        topics = frozenset(one.pk for one in service.concepts.all()) if service else frozenset()
        return Guest(registration, offers, f"{wanted}: {other['organisation']}", service, topics)

    def _visitor(self, number: int, raw: Raw) -> Registration:
        return self._registration(
            name=raw["name"],
            email=f"visitor-{number + 1}@visitors.example.org",
            organisation=raw["organisation"],
            country_id=raw["country"],
            language=raw["language"],
            zone=self.event.zone,
        )

    def _registration(self, **fields: Any) -> Registration:
        with override(fields["language"]):
            consent = _("Other participants may see my name, my organisation, my position and my country.")
        return Registration(
            event=self.event,
            state=RegistrationState.REGISTERED,
            code=token_hex(6),
            is_listed=True,
            consent=consent,
            consented_at=self.registered_at,
            registered_at=self.registered_at,
            **fields,
        )


def make_entries(profiles: Iterable[Profile], guests: Iterable[Guest]) -> None:
    """What each offers and looks for, with the topics of both."""
    both = [(guest, one) for p, guest in zip(profiles, guests, strict=True) for one in _entries(p, guest)]
    Entry.objects.bulk_create(one for _guest, one in both)
    through = Entry.concepts.through
    through.objects.bulk_create(
        through(entry_id=one.pk, concept_id=concept) for guest, one in both for concept in guest.concepts
    )


def _entries(profile: Profile, guest: Guest) -> Iterator[Entry]:
    language = guest.registration.language
    source = {"source": "service", "source_key": str(guest.service.pk)} if guest.service else {}
    yield Entry(profile=profile, kind=EntryKind.OFFER, title=guest.offers[:150], language=language, **source)
    yield Entry(profile=profile, kind=EntryKind.REQUEST, title=guest.looks[:150], language=language)
