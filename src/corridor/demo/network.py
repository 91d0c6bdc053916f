"""The demo network as its files tell it, in frozen records; nothing here touches the database."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

FOLDER = Path(__file__).parent / "data"
HUB_FILES = ("north", "baltic", "centre", "west", "south", "southeast", "neighbours")


@dataclass(frozen=True)
class PartnerPlan:
    """An organisation of a hub's consortium; the first of a hub is its coordinator."""

    name: str
    pic: str
    legal_type: str
    country: str
    region: str | None


@dataclass(frozen=True)
class PersonPlan:
    name: str
    email: str
    language: str
    time_zone: str
    operates: bool = False


@dataclass(frozen=True)
class HubPlan:
    slug: str
    fields: dict[str, Any]  # the plain columns of the hub
    country: str
    region: str | None
    regions_served: tuple[str, ...]
    concepts: tuple[str, ...]
    tags: dict[str, dict[str, int]]  # {official list: {official string: level}}
    partners: tuple[PartnerPlan, ...]
    seats: tuple[tuple[PersonPlan, str], ...]
    member_since: date | None


@dataclass(frozen=True)
class Network:
    group: dict[str, Any]
    meetings: tuple[dict[str, Any], ...]
    roles: tuple[tuple[PersonPlan, str], ...]
    operators: tuple[PersonPlan, ...]
    sign_ins: dict[str, str]  # {what one signs in as: e-mail}
    hubs: tuple[HubPlan, ...]

    @property
    def people(self) -> tuple[PersonPlan, ...]:
        of_hubs = (person for hub in self.hubs for person, _ in hub.seats)
        return (*of_hubs, *(person for person, _ in self.roles), *self.operators)


def read_network() -> Network:
    zones = _read("countries")["time_zones"]
    around = _read("network")
    hubs = tuple(_hub(slug, raw, zones) for file in HUB_FILES for slug, raw in _read(file).items())
    return Network(
        group=around["group"],
        meetings=tuple(around["meetings"]),
        roles=tuple((_person_of_network(raw), raw["role"]) for raw in around["roles"]),
        operators=tuple(_person_of_network(raw, operates=True) for raw in around["operators"]),
        sign_ins=around["sign_ins"],
        hubs=hubs,
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _person_of_network(raw: dict[str, Any], *, operates: bool = False) -> PersonPlan:
    return PersonPlan(raw["name"], raw["email"], raw["language"], raw["time_zone"], operates)


def _hub(slug: str, raw: dict[str, Any], zones: dict[str, str]) -> HubPlan:
    return HubPlan(
        slug=slug,
        fields=_columns(slug, raw),
        country=raw["country"],
        region=raw.get("region"),
        regions_served=tuple(raw["regions_served"]),
        concepts=tuple(raw["concepts"]),
        tags={
            "technologies": raw["technologies"],
            "sectors": raw["sectors"],
            "service-tags": raw["service_tags"],
        },
        partners=tuple(_partner(partner, raw) for partner in raw["partners"]),
        seats=tuple(_seat(slug, person, raw, zones) for person in raw["people"]),
        member_since=_member_since(raw),
    )


def _member_since(raw: dict[str, Any]) -> date | None:
    """A day, or so many days ago for one that has just joined."""
    ago = raw.get("joined_days_ago")
    return raw.get("member_since") if ago is None else timezone.localdate() - timedelta(days=ago)


def _columns(slug: str, raw: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = raw["place"]
    same = ("name", "title", "kind", "city", "address", "description")
    return {column: raw[column] for column in same} | {
        "latitude": latitude,
        "longitude": longitude,
        "working_languages": raw["languages"],
        "website": f"https://{slug}.example.org/",
        "email": f"contact@{slug}.example.org",
    }


def _partner(raw: dict[str, Any], hub: dict[str, Any]) -> PartnerPlan:
    """A partner without a country of its own sits in the region of its hub."""
    at_home = "country" not in raw
    return PartnerPlan(
        name=raw["name"],
        pic=raw["pic"],
        legal_type=raw["type"],
        country=raw.get("country", hub["country"]),
        region=raw.get("region", hub.get("region") if at_home else None),
    )


def _seat(
    slug: str, raw: dict[str, Any], hub: dict[str, Any], zones: dict[str, str]
) -> tuple[PersonPlan, str]:
    person = PersonPlan(
        name=raw["name"],
        email=f"{raw['mail']}@{slug}.example.org",
        language=raw.get("language", hub["languages"][0]),
        time_zone=zones[hub["country"]],
    )
    return person, raw["seat"]
