"""From degrees to the map of Europe: one projection for outlines and hubs alike.

Lambert azimuthal equal-area on the GRS80 ellipsoid, centred on 52 N 10 E, which is ETRS89-LAEA
(EPSG 3035, method 9820 of the EPSG guidance note 7-2). One unit of the map is five kilometres.
The outermost regions have boxes of their own in a corner, each around its own centre.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from math import asin, atanh, cos, radians, sin, sqrt
from pathlib import Path

SEMI_MAJOR = 6_378_137.0
E2 = 0.006_694_380_022_90
E = sqrt(E2)
METRES_PER_UNIT = 5_000.0

Point = tuple[float, float]


def _authalic(phi: float) -> float:
    """Snyder's q, from which the authalic latitude follows."""
    s = sin(phi)
    return (1 - E2) * (s / (1 - E2 * s * s) + atanh(E * s) / E)


_Q_POLE = _authalic(radians(90))


@dataclass(frozen=True)
class Projection:
    """Equal-area around one centre; answers metres east and north of it."""

    latitude: float
    longitude: float

    @cached_property
    def _constants(self) -> tuple[float, float, float, float]:
        phi = radians(self.latitude)
        beta = asin(_authalic(phi) / _Q_POLE)
        radius = SEMI_MAJOR * sqrt(_Q_POLE / 2)
        stretch = SEMI_MAJOR * cos(phi) / sqrt(1 - E2 * sin(phi) ** 2) / (radius * cos(beta))
        return sin(beta), cos(beta), radius, stretch

    def __call__(self, latitude: float, longitude: float) -> Point:
        sin0, cos0, radius, stretch = self._constants
        beta = asin(max(-1.0, min(1.0, _authalic(radians(latitude)) / _Q_POLE)))
        turn = radians(longitude - self.longitude)
        sin_b, cos_b = sin(beta), cos(beta)
        scale = radius * sqrt(2 / max(1e-9, 1 + sin0 * sin_b + cos0 * cos_b * cos(turn)))
        east = scale * stretch * cos_b * sin(turn)
        return east, scale / stretch * (cos0 * sin_b - sin0 * cos_b * cos(turn))


@dataclass(frozen=True)
class Frame:
    """A box on the map, ``left top width height``, that shows what lies around one centre."""

    name: str
    projection: Projection
    box: tuple[float, float, float, float]
    centre: Point  # where the projection's centre is drawn
    metres_per_unit: float = METRES_PER_UNIT
    degrees: tuple[float, float, float, float] | None = None  # west south east north, where limited

    def place(self, latitude: float, longitude: float) -> Point:
        east, north = self.projection(latitude, longitude)
        return self.centre[0] + east / self.metres_per_unit, self.centre[1] - north / self.metres_per_unit

    def shows(self, latitude: float, longitude: float) -> bool:
        if self.degrees is not None:
            west, south, east, north = self.degrees
            return west <= longitude <= east and south <= latitude <= north
        left, top, width, height = self.box
        x, y = self.place(latitude, longitude)
        return left <= x <= left + width and top <= y <= top + height


WIDTH, HEIGHT = 970.0, 840.0
EUROPE = Frame("Europe", Projection(52, 10), (0, 0, WIDTH, HEIGHT), (374.0, 446.0))


def _inset(name: str, centre: Point, box: tuple[float, float, float, float], size: Point) -> Frame:
    """A box around ``centre`` (latitude, longitude) that reaches ``size`` degrees to each side."""
    latitude, longitude = centre
    north, east = size
    left, top, width, height = box
    metres = 2 * max(east * 111_320 * cos(radians(latitude)) / width, north * 110_574 / height)
    return Frame(
        name,
        Projection(latitude, longitude),
        box,
        (left + width / 2, top + height / 2),
        metres,
        (longitude - east, latitude - north, longitude + east, latitude + north),
    )


INSETS = (
    _inset("Canarias", (28.4, -15.7), (806, 8, 156, 64), (1.4, 2.8)),
    _inset("Açores", (38.3, -28.2), (806, 80, 156, 64), (2.0, 3.6)),
    _inset("Madeira", (32.8, -16.8), (806, 152, 74, 64), (0.7, 0.8)),
    _inset("Guadeloupe", (16.2, -61.5), (888, 152, 74, 64), (0.6, 0.6)),
    _inset("Martinique", (14.65, -61.0), (806, 224, 74, 64), (0.5, 0.5)),
    _inset("Guyane", (4.0, -53.1), (888, 224, 74, 64), (2.3, 2.3)),
    _inset("Mayotte", (-12.8, 45.15), (806, 296, 74, 64), (0.5, 0.5)),
    _inset("La Réunion", (-21.1, 55.5), (888, 296, 74, 64), (0.6, 0.6)),
)
CENTRES: dict[str, Point] = {
    code: (x, y)
    for code, (x, y) in json.loads((Path(__file__).parent / "data/centres.json").read_text()).items()
}


def place_on_map(latitude: float, longitude: float) -> Point | None:
    """Where a place is drawn, or nothing where the map has no room for it."""
    for frame in (*INSETS, EUROPE):
        if frame.shows(latitude, longitude):
            return frame.place(latitude, longitude)
    return None
