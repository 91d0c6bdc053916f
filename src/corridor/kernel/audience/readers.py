"""The rule of ``visible_filter`` for one reader at a time, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .viewers import Audience, Viewer


class Because(StrEnum):
    """Why somebody sees a record, in the order in which the reasons are told."""

    OWN = "own"
    HUB = "hub"
    CORRIDOR = "corridor"
    GROUP = "group"
    ROLE = "role"
    NETWORK = "network"
    ROLE_ANYWHERE = "role-anywhere"
    PUBLIC = "public"


@dataclass(frozen=True)
class Placement:
    """Where a record stands: its audience and the ids that this means.

    ``hubs`` are those whose own it is; ``person_id`` is whose own it is, if a person's. A record that is
    not ``for_onlookers`` is for those who take part, not for those who only look on; one ``for_moderators``
    is for no others of its groups. What is ``withheld`` is for nobody but that person.
    """

    audience: str
    hubs: frozenset[int] = frozenset()
    corridors: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    person_id: int | None = None
    for_onlookers: bool = True
    for_moderators: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class Reader:
    """Somebody who may sign in; ``roles`` by the id of the group in which they have them."""

    viewer: Viewer
    name: str
    roles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Census:
    """Everybody who may sign in today, and how many of them look after the installation itself.
    ``groups_of_hubs`` are the groups that a hub belongs to, by its id."""

    readers: Sequence[Reader] = ()
    groups_of_hubs: Mapping[int, frozenset[int]] = field(default_factory=dict)
    operators: int = 0


@dataclass(frozen=True)
class Reason:
    because: Because
    role: str = ""


def why(reader: Reader, placed: Placement) -> Reason | None:
    """The first reason for which this reader sees a record that stands there; none where they do not."""
    viewer = reader.viewer
    if placed.person_id is not None and placed.person_id == viewer.person_id:
        return Reason(Because.OWN)
    if placed.withheld:
        return None
    if viewer.hubs & placed.hubs:
        return Reason(Because.HUB)
    return _by_audience(reader, placed)


def _by_audience(reader: Reader, placed: Placement) -> Reason | None:
    viewer = reader.viewer
    if placed.audience == Audience.PUBLIC:
        return Reason(Because.PUBLIC)
    if placed.audience == Audience.NETWORK:
        return _of_the_network(viewer, placed)
    if placed.audience == Audience.GROUP:
        return _of_the_group(reader, placed)
    if placed.audience == Audience.CORRIDOR and viewer.corridors & placed.corridors:
        return Reason(Because.CORRIDOR)
    return None


def _of_the_network(viewer: Viewer, placed: Placement) -> Reason | None:
    inside = viewer.in_network if placed.for_onlookers else bool(viewer.hubs or viewer.takes_part)
    if not inside:
        return None
    return Reason(Because.NETWORK if viewer.hubs else Because.ROLE_ANYWHERE)


def _of_the_group(reader: Reader, placed: Placement) -> Reason | None:
    viewer = reader.viewer
    shared = placed.groups & _within(viewer, placed)
    if not shared:
        return None
    role = next((reader.roles[group] for group in sorted(shared) if group in reader.roles), "")
    return Reason(Because.ROLE, role) if role else Reason(Because.GROUP)


def _within(viewer: Viewer, placed: Placement) -> frozenset[int]:
    """The groups in which this viewer counts for such a record."""
    if placed.for_moderators:
        return viewer.moderates
    return viewer.groups if placed.for_onlookers else viewer.takes_part
