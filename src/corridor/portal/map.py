"""The map of hubs: what is drawn where, and what is drawn as one because it is too close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin, sqrt

from corridor.members.models import Hub
from corridor.vocab.geography import CENTRES, HEIGHT, INSETS, WIDTH, Frame, Point, place_on_map

ZOOMS = (1, 2, 4, 8, 16)
TOO_CLOSE = 26.0  # map units on the whole map
REACH = 11.0
FONT = 13.0
GOLDEN_ANGLE = pi * (3 - sqrt(5))


@dataclass
class Spot:
    """One point of the map and the hubs that it stands for."""

    x: float
    y: float
    hubs: list[Hub] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.hubs)

    @property
    def at(self) -> str:
        """As an address names it."""
        return f"{self.x:.0f},{self.y:.0f}"

    @property
    def country(self) -> str:
        return self.hubs[0].country_id

    @property
    def path(self) -> str:
        """As SVG draws it: a line of no length, whose width does not change with the zoom."""
        return f"{self.x:.2f} {self.y:.2f}h0"


@dataclass(frozen=True)
class Window:
    """The part of the map that is shown."""

    zoom: int = 1
    x: float = WIDTH / 2
    y: float = HEIGHT / 2

    @property
    def width(self) -> float:
        return WIDTH / self.zoom

    @property
    def height(self) -> float:
        return HEIGHT / self.zoom

    @property
    def left(self) -> float:
        return max(0.0, min(WIDTH - self.width, self.x - self.width / 2))

    @property
    def top(self) -> float:
        return max(0.0, min(HEIGHT - self.height, self.y - self.height / 2))

    @property
    def viewbox(self) -> str:
        return f"{self.left:.1f} {self.top:.1f} {self.width:.1f} {self.height:.1f}"

    @property
    def at(self) -> str:
        return f"{self.x:.0f},{self.y:.0f}"

    @property
    def closer(self) -> int | None:
        return next((zoom for zoom in ZOOMS if zoom > self.zoom), None)

    @property
    def farther(self) -> int | None:
        return next((zoom for zoom in reversed(ZOOMS) if zoom < self.zoom), None)

    def holds(self, point: Point) -> bool:
        x, y = point
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


@dataclass(frozen=True)
class Map:
    """``spots`` are places, ``countries_only`` hubs of which the country is known and no place in it;
    ``unplaced`` are on no part of the map."""

    window: Window
    spots: list[Spot]
    countries_only: list[Spot]
    unplaced: list[Hub]
    insets: tuple[Frame, ...] = INSETS

    @property
    def shown(self) -> int:
        return sum(spot.count for spot in self.spots + self.countries_only)

    @property
    def countries(self) -> list[str]:
        return sorted({hub.country_id for spot in self.spots + self.countries_only for hub in spot.hubs})

    @property
    def reach(self) -> float:
        """How far around a single point a finger may miss it."""
        return REACH / self.window.zoom

    @property
    def font(self) -> float:
        return FONT / self.window.zoom


def draw(hubs: Iterable[Hub], window: Window | None = None) -> Map:
    """Hubs that are too close at this zoom share a spot; at the closest zoom they stand around it."""
    window = window or Window()
    spots: list[Spot] = []
    vague: dict[str, Spot] = {}
    unplaced: list[Hub] = []
    for hub in hubs:
        point = place_of(hub)
        if point is not None:
            if window.holds(point):
                _nearest(spots, point, TOO_CLOSE / window.zoom).hubs.append(hub)
        elif hub.latitude is None and hub.country_id in CENTRES:
            vague.setdefault(hub.country_id, Spot(*CENTRES[hub.country_id])).hubs.append(hub)
        else:
            unplaced.append(hub)
    if window.closer is None:
        spots = [single for spot in spots for single in _around(spot, window)]
    in_sight = [spot for spot in vague.values() if window.holds((spot.x, spot.y))]
    return Map(window, spots, in_sight, unplaced)


def place_of(hub: Hub) -> Point | None:
    if hub.latitude is None or hub.longitude is None:
        return None
    return place_on_map(hub.latitude, hub.longitude)


def around(hub: Hub) -> Map | None:
    """A small map with one hub on it, wide enough to recognise the country."""
    point = place_of(hub)
    return draw([hub], Window(4, *point)) if point else None


def _nearest(spots: list[Spot], point: Point, limit: float) -> Spot:
    x, y = point
    near = min(spots, key=lambda spot: hypot(spot.x - x, spot.y - y), default=None)
    if near is not None and hypot(near.x - x, near.y - y) < limit:
        return near
    spots.append(Spot(x, y))
    return spots[-1]


def _around(spot: Spot, window: Window) -> list[Spot]:
    """The hubs of one place side by side, in a sunflower's order."""
    step = 16.0 / window.zoom
    offsets = [(step * sqrt(n), n * GOLDEN_ANGLE) for n in range(spot.count)]
    return [
        Spot(spot.x + far * cos(angle), spot.y + far * sin(angle), [hub])
        for hub, (far, angle) in zip(spot.hubs, offsets, strict=True)
    ]
