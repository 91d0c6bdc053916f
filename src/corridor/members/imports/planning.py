"""What a file would change: the rows that were read, held against the hubs that are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from corridor.kernel.sheets.intake import Plan
from corridor.members.enums import Source
from corridor.members.models import Hub

from .facts import TAG_LISTS
from .images import Image, images_of
from .keys import Candidate, Matches, key_of, match
from .models import ImportRow, Outcome
from .notes import note

PLAIN = ("name", "title", "kind", "country", "address", "website")
STALE_WHEN_MOVED = ("latitude", "longitude", "region")


@dataclass
class HubPlan(Plan):
    """Rows with their outcome, and the hubs that they are about."""

    hubs: dict[int, Hub] = field(default_factory=dict)
    absent: int = 0  # hubs of the catalogue that no row names


def plan(rows: Iterable[ImportRow], *, lock: bool = False) -> HubPlan:
    """Work out outcome, hub, before and after of each row that was not refused on reading.

    With ``lock`` nobody else changes these hubs until the transaction ends.
    """
    rows = list(rows)
    able = [row for row in rows if "key" in row.facts]
    stored = Hub.objects.order_by("pk")
    hubs = {hub.pk: hub for hub in (stored.select_for_update() if lock else stored)}
    matches = _matches(able, hubs)
    images = images_of(hubs[pk] for pk in set(matches.hubs.values()))
    for row in able:
        pk = matches.hubs.get(row.number)
        if row.number in matches.ambiguous:
            _refuse(row)
        elif pk is None:
            row.outcome, row.hub, row.before, row.after = Outcome.NEW, None, {}, new_image(row.facts)
        else:
            _compare(row, hubs[pk], images[pk])
    from_catalogue = {pk for pk, hub in hubs.items() if hub.source == Source.CATALOGUE}
    return HubPlan(rows, hubs, absent=len(from_catalogue - set(matches.hubs.values())))


def _matches(rows: list[ImportRow], hubs: dict[int, Hub]) -> Matches:
    wanted = [Candidate(row.number, row.facts["key"], row.facts["kind"]) for row in rows]
    return match(wanted, [_candidate(hub) for hub in hubs.values()])


def _candidate(hub: Hub) -> Candidate:
    """A hub that never was in the catalogue is found only by exactly its own name and title."""
    key = hub.catalogue_key or key_of(hub.country_id, hub.name, hub.title)
    return Candidate(hub.pk, key, hub.kind, exact=not hub.catalogue_key)


def _refuse(row: ImportRow) -> None:
    row.outcome, row.hub, row.before, row.after = Outcome.REFUSED, None, {}, {}
    row.reasons = [note("ambiguous")]


def _compare(row: ImportRow, hub: Hub, before: Image) -> None:
    after = merged(hub, before, row.facts)
    differing = [name for name, value in after.items() if value != before[name]]
    row.hub = hub
    row.outcome = Outcome.CHANGED if differing else Outcome.UNCHANGED
    row.before = {name: before[name] for name in differing}
    row.after = {name: after[name] for name in differing}


def new_image(facts: dict[str, Any]) -> Image:
    kept = {name: facts[name] for name in (*PLAIN, "city", "description", *TAG_LISTS)}
    return kept | {"catalogue_key": facts["key"]}


def merged(hub: Hub, before: Image, facts: dict[str, Any]) -> Image:
    """The hub as the row would leave it: whatever the hub wrote itself stays as it is."""
    own = _written_by_hub(hub, before)
    after = {name: facts[name] for name in (*PLAIN, *TAG_LISTS) if name not in own}
    after["description"] = _description(hub, before, facts, own)
    after |= _place(before, facts, own)
    if hub.catalogue_key:
        after["catalogue_key"] = facts["key"]
    return before | after


def _written_by_hub(hub: Hub, before: Image) -> set[str]:
    if hub.source == Source.CATALOGUE:
        return set(hub.edited_fields)
    texts = {f"description.{language}" for language in before["description"]}
    return {name for name, value in before.items() if value} | texts | set(hub.edited_fields)


def _description(hub: Hub, before: Image, facts: dict[str, Any], own: set[str]) -> dict[str, str]:
    given = {code: text for code, text in facts["description"].items() if f"description.{code}" not in own}
    there: dict[str, str] = before["description"]
    if facts["description"] or hub.source != Source.CATALOGUE:
        return there | given
    return {code: text for code, text in there.items() if f"description.{code}" in own}


def _place(before: Image, facts: dict[str, Any], own: set[str]) -> Image:
    """The town follows the address; coordinates and region of the old town do not outlive it."""
    if {"city", "address"} & own or (before["city"] and facts["address"] == before["address"]):
        return {}
    if facts["city"] == before["city"] or not before["city"]:
        return {"city": facts["city"]}
    return {"city": facts["city"]} | {name: None for name in STALE_WHEN_MOVED if name not in own}
