"""Flows between countries on the map of Europe: an arc for each direction, as wide as there are referrals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot
from operator import mul
from typing import Final

from corridor.vocab.geography import CENTRES, HEIGHT, WIDTH, Point

from .counting import Flow, Place

MARGIN: Final = 80.0  # map units around what is shown
NARROWEST: Final = 420.0
BEND: Final = 0.2  # of the distance: there and back are two arcs
THIN, THICK = 1.2, 7.0  # at the whole map's size
DOT: Final = 8.0
FONT: Final = 17.0
SIDES: Final = (
    (1, 0, "start"),
    (-1, 0, "end"),
    (0, -1, "middle"),
    (0, 1, "middle"),
)  # of a dot, for its name
STEPS: Final = 20  # points of a line that a name keeps clear of
DRAWN: Final = 24  # more arrows than that cannot be told apart


@dataclass(frozen=True)
class Arc:
    """``path`` is its line, ``head`` the arrow's three corners; within a country it is a ring around its dot,
    without a head."""

    flow: Flow
    path: str
    head: str
    width: float
    label: Point


@dataclass(frozen=True)
class Dot:
    """``name`` is where its country's code stands, ``anchor`` which end of it."""

    country: str
    x: float
    y: float
    name: Point = (0.0, 0.0)
    anchor: str = "start"


@dataclass(frozen=True)
class FlowMap:
    left: float
    top: float
    width: float
    height: float
    arcs: list[Arc]
    dots: list[Dot]
    unplaced: list[Flow]
    too_many: int  # that are left to the table

    @property
    def viewbox(self) -> str:
        return f"{self.left:.1f} {self.top:.1f} {self.width:.1f} {self.height:.1f}"

    @property
    def scale(self) -> float:
        return self.width / WIDTH

    @property
    def font(self) -> float:
        return FONT * self.scale

    @property
    def radius(self) -> float:
        return DOT * self.scale

    @property
    def halo(self) -> float:
        """Around letters, so that they can be read across an arrow."""
        return self.font / 4

    @property
    def countries(self) -> list[str]:
        return [dot.country for dot in self.dots]


def draw(flows: Iterable[Flow]) -> FlowMap:
    """The strongest flows of countries; the thin ones last, so that none is hidden."""
    all_of_them = sorted(flows, key=lambda flow: -flow.figures.sent)
    known = [flow for flow in all_of_them if _is_placed(flow.start) and _is_placed(flow.end)]
    unplaced = [flow for flow in all_of_them if flow not in known]
    placed = known[:DRAWN]
    codes = sorted({place.country for flow in placed for place in (flow.start, flow.end)})
    dots = [Dot(code, *CENTRES[code]) for code in codes]
    window = _window(dots)
    most = placed[0].figures.sent if placed else 1
    scale = window[2] / WIDTH
    arcs = [_arc(flow, most, scale) for flow in placed]
    return FlowMap(*window, arcs, _named(dots, placed, scale), unplaced, len(known) - len(placed))


def _named(dots: list[Dot], flows: Iterable[Flow], scale: float) -> list[Dot]:
    """Each code on the side of its dot where the fewest lines and dots are."""
    taken = [(dot.x, dot.y) for dot in dots] + [point for flow in flows for point in _along(flow)]
    return [_name(dot, taken, scale) for dot in dots]


def _along(flow: Flow) -> list[Point]:
    start, end = CENTRES[flow.start.country], CENTRES[flow.end.country]
    bend = _bend(start, end)
    return [_on(start, bend, end, step / STEPS) for step in range(1, STEPS)]


def _on(start: Point, bend: Point, end: Point, part: float) -> Point:
    """A point of the curve, ``part`` of the way."""
    weights = (1 - part) ** 2, 2 * part * (1 - part), part**2
    xs, ys = zip(start, bend, end, strict=True)
    return sum(map(mul, weights, xs)), sum(map(mul, weights, ys))


def _name(dot: Dot, taken: list[Point], scale: float) -> Dot:
    """Of equal sides the right one."""
    wide, high = FONT * scale * 1.1, FONT * scale * 0.9  # half of a code, with some air

    def name(across: int, down: int, inwards: float = 0.0) -> Point:
        far = DOT * scale * 1.5 + inwards
        return dot.x + across * far, dot.y + down * (DOT + 0.6 * FONT) * scale

    def in_the_way(side: tuple[int, int, str]) -> int:
        x, y = name(*side[:2], 0.8 * FONT * scale)
        return sum(abs(one - x) < wide and abs(other - y) < high for one, other in taken)

    across, down, anchor = min(SIDES, key=in_the_way)
    return replace(dot, name=name(across, down), anchor=anchor)


def _is_placed(place: Place) -> bool:
    return place.country in CENTRES


def _window(dots: list[Dot]) -> tuple[float, float, float, float]:
    """Left, top, width and height: the dots with some land around them, in the shape of the whole map."""
    if not dots:
        return 0.0, 0.0, WIDTH, HEIGHT
    xs, ys = [dot.x for dot in dots], [dot.y for dot in dots]
    wide, high = max(xs) - min(xs) + 2 * MARGIN, max(ys) - min(ys) + 2 * MARGIN
    width = min(WIDTH, max(NARROWEST, wide, high * WIDTH / HEIGHT))
    height = width * HEIGHT / WIDTH
    left = _held((min(xs) + max(xs) - width) / 2, WIDTH - width)
    return left, _held((min(ys) + max(ys) - height) / 2, HEIGHT - height), width, height


def _held(value: float, most: float) -> float:
    return max(0.0, min(most, value))


def _arc(flow: Flow, most: int, scale: float) -> Arc:
    width = scale * (THIN + (THICK - THIN) * flow.figures.sent / most)
    start, end = CENTRES[flow.start.country], CENTRES[flow.end.country]
    if start == end:
        return _ring(flow, start, width, scale)
    bend = _bend(start, end)
    first = _towards(start, bend, DOT * scale)
    tip = _towards(end, bend, DOT * scale)
    long = 2.2 * width + 5 * scale
    neck = _towards(tip, bend, long)
    path = f"M{_xy(first)}Q{_xy(bend)} {_xy(neck)}"
    middle = (first[0] + 2 * bend[0] + neck[0]) / 4, (first[1] + 2 * bend[1] + neck[1]) / 4
    return Arc(flow, path, _head(tip, neck, width + 3 * scale), width, middle)


def _bend(start: Point, end: Point) -> Point:
    (x1, y1), (x2, y2) = start, end
    return (x1 + x2) / 2 - (y2 - y1) * BEND, (y1 + y2) / 2 + (x2 - x1) * BEND


def _ring(flow: Flow, centre: Point, width: float, scale: float) -> Arc:
    x, y = centre
    far = DOT * scale * 1.4 + width / 2
    half = f"a{far:.2f} {far:.2f} 0 1 1"
    path = f"M{_xy((x - far, y))}{half} {2 * far:.2f} 0{half} {-2 * far:.2f} 0"
    return Arc(flow, path, "", width, (x, y - far - width))


def _head(tip: Point, neck: Point, half: float) -> str:
    length = hypot(tip[0] - neck[0], tip[1] - neck[1]) or 1.0
    across = -(tip[1] - neck[1]) / length * half, (tip[0] - neck[0]) / length * half
    corners = (neck[0] + across[0], neck[1] + across[1]), tip, (neck[0] - across[0], neck[1] - across[1])
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)


def _towards(start: Point, end: Point, far: float) -> Point:
    """The point that lies ``far`` from ``start`` on the way to ``end``."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) * far / length, start[1] + (end[1] - start[1]) * far / length


def _xy(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
