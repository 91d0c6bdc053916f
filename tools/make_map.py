"""Draw the outlines of Europe's countries for the hub map, from Natural Earth (public domain).

    python tools/make_map.py countries-50m.json src/corridor/portal

The input is the TopoJSON of the npm package ``world-atlas`` (Natural Earth 1:50m). Every arc is
projected and simplified once, so that neighbours keep one common border. Two departures from
Natural Earth's de-facto borders, both European Union policy: Crimea is drawn with Ukraine, and
Cyprus in one piece. Kosovo has a shape of its own, without prejudice to positions on status.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from corridor.vocab.geography import EUROPE, HEIGHT, INSETS, WIDTH, Frame, Point

TOLERANCE = 0.28  # map units; one is five kilometres
SMALLEST = 0.35  # square units; smaller islands are left out, except in countries that are islands
MARGIN = 6.0
CORNERS = 3
FACTOR = 10  # whole numbers in the file are tenths of a unit

CODES = {
    "008": "AL", "020": "AD", "040": "AT", "056": "BE", "070": "BA", "100": "BG", "191": "HR", "196": "CY",
    "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI", "248": "FI", "250": "FR", "276": "DE",
    "300": "GR", "348": "HU", "352": "IS", "372": "IE", "376": "IL", "380": "IT", "428": "LV", "438": "LI",
    "440": "LT", "442": "LU", "470": "MT", "498": "MD", "492": "MC", "499": "ME", "528": "NL", "807": "MK",
    "578": "NO", "616": "PL", "620": "PT", "642": "RO", "674": "SM", "688": "RS", "703": "SK", "705": "SI",
    "724": "ES", "752": "SE", "756": "CH", "792": "TR", "804": "UA", "826": "GB", "831": "GB", "832": "GB",
    "833": "GB", "051": "AM", "268": "GE", "031": "AZ",
}  # fmt: skip
NAMED = {"Kosovo": "XK", "N. Cyprus": "CY"}
CRIMEA = (32.3, 44.2, 36.7, 46.3)  # west south east north
REST = "land"
ISLANDS = {"MT", "CY"}

Ring = list[Point]


def decoded(atlas: dict) -> list[Ring]:
    """Arcs as (longitude, latitude), out of TopoJSON's quantised differences."""
    (kx, ky), (dx, dy) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return arcs


def simplified(points: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker, without recursion."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        far, distance = _farthest(points, first, last)
        if distance > tolerance:
            keep.add(far)
            stack += [(first, far), (far, last)]
    return [points[i] for i in sorted(keep)]


def _farthest(points: Ring, first: int, last: int) -> tuple[int, float]:
    (ax, ay), (bx, by) = points[first], points[last]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    best, distance = first, 0.0
    for i in range(first + 1, last):
        x, y = points[i]
        if length:
            d = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
        else:
            d = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        if d > distance:
            best, distance = i, d
    return best, distance


def rings_of(geometry: dict) -> list[list[int]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]


def country_of(geometry: dict, ring: list[int], arcs: list[Ring]) -> str:
    code = CODES.get(geometry.get("id")) or NAMED.get(geometry["properties"]["name"], REST)
    west, south, east, north = CRIMEA
    points = [p for i in ring for p in arcs[i if i >= 0 else ~i]]
    if geometry.get("id") == "643" and all(west < x < east and south < y < north for x, y in points):
        return "UA"
    return code


def dissolved(rings: list[list[int]]) -> list[list[int]]:
    """Rings of one country without the borders inside it, where two of its parts meet."""
    used = {arc for ring in rings for arc in ring}
    inner = {arc for arc in used if ~arc in used}
    whole = [ring for ring in rings if not inner & set(ring)]
    loose = [arc for ring in rings if inner & set(ring) for arc in ring if arc not in inner]
    return [*whole, loose] if loose else whole


def stitched(ring: list[int], arcs: list[Ring]) -> list[Ring]:
    """Closed lines of points out of arcs, which may come in any order after dissolving."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
    lines: list[Ring] = []
    while parts:
        line = list(parts.pop(0))
        while line[0] != line[-1]:
            following = next((p for p in parts if p[0] == line[-1]), None)
            if following is None:
                break
            parts.remove(following)
            line += following[1:]
        lines.append(line)
    return lines


def clipped(ring: Ring, box: tuple[float, float, float, float]) -> Ring:
    """Sutherland and Hodgman; what runs along the edge lies outside the picture."""
    left, top, right, bottom = box
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        ring = _clipped_at(ring, axis, limit, sign)
    return ring


def _clipped_at(ring: Ring, axis: int, limit: float, sign: int) -> Ring:
    out: Ring = []
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        inside_a, inside_b = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
        if inside_a:
            out.append(a)
        if inside_a != inside_b:
            t = (limit - a[axis]) / (b[axis] - a[axis])
            out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
    return out


def area(ring: Ring) -> float:
    turned = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in turned)) / 2


def path(ring: Ring) -> str:
    """Relative line commands in tenths of a unit."""
    steps = list(dict.fromkeys((round(x * FACTOR), round(y * FACTOR)) for x, y in ring))
    moves = [f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(steps)]
    return f"M{steps[0][0]} {steps[0][1]}l{' '.join(moves)}z".replace(" -", "-")


def in_frame(arcs: list[Ring], frame: Frame) -> list[Ring]:
    return [simplified([frame.place(lat, lon) for lon, lat in arc], TOLERANCE) for arc in arcs]


def near(ring: list[int], arcs: list[Ring], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return any(west < x < east and south < y < north for i in ring for x, y in arcs[i if i >= 0 else ~i])


def drawn(by_country: dict[str, list[list[int]]], degrees: list[Ring], frame: Frame) -> dict[str, list[str]]:
    arcs = in_frame(degrees, frame)
    left, top, width, height = frame.box
    margin = 0 if frame.degrees else MARGIN
    box = (left - margin, top - margin, left + width + margin, top + height + margin)
    around = frame.degrees or (-60.0, 15.0, 75.0, 82.0)
    paths: dict[str, list[str]] = defaultdict(list)
    for code, rings in by_country.items():
        for ring in rings:
            if not near(ring, degrees, around):
                continue
            for line in stitched(ring, arcs):
                shape = clipped(line, box)
                if len(shape) >= CORNERS and area(shape) > (
                    0 if code in ISLANDS or frame.degrees else SMALLEST
                ):
                    paths[code].append(path(shape))
    return paths


def main(source: Path, target: Path) -> None:
    atlas = json.loads(source.read_text())
    degrees = decoded(atlas)
    by_country: dict[str, list[list[int]]] = defaultdict(list)
    for geometry in atlas["objects"]["countries"]["geometries"]:
        for ring in rings_of(geometry):
            by_country[country_of(geometry, ring, degrees)].append(ring)
    by_country = {code: dissolved(rings) if code != REST else rings for code, rings in by_country.items()}
    mainland = drawn(by_country, degrees, EUROPE)
    (target.parent / "vocab/data/centres.json").write_text(_as_lines(centres(by_country, degrees)))
    groups = [_group("europe", mainland)]
    insets: dict[str, list[str]] = defaultdict(list)
    for frame in INSETS:
        for code, paths in drawn(by_country, degrees, frame).items():
            insets[code] += paths
    groups.append(_group("insets", insets))
    (target / "static/portal/europe.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        "<!-- Outlines: Natural Earth 1:50m, public domain; made by tools/make_map.py -->\n"
        + "\n".join(groups)
        + "\n</svg>\n"
    )


def centres(by_country: dict[str, list[list[int]]], degrees: list[Ring]) -> dict[str, Point]:
    """The middle of each country's largest piece, for hubs of which only the country is known."""
    arcs = in_frame(degrees, EUROPE)
    middles = {}
    for code, rings in by_country.items():
        largest = max((line for ring in rings for line in stitched(ring, arcs)), key=area)
        if code != REST:
            middles[code] = _centroid(largest)
    return dict(sorted(middles.items()))


def _centroid(ring: Ring) -> Point:
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise([*ring, ring[0]])]
    whole = sum(turn for _, _, turn in pairs) * 3
    x, y = (sum((a[axis] + b[axis]) * turn for a, b, turn in pairs) / whole for axis in (0, 1))
    return round(x, 1), round(y, 1)


def _as_lines(points: dict[str, Point]) -> str:
    lines = [f"  {json.dumps(code)}: [{x}, {y}]" for code, (x, y) in points.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _group(name: str, shapes: dict[str, list[str]]) -> str:
    lines = [f'<path id="{name}-{code}" d="{"".join(paths)}"/>' for code, paths in sorted(shapes.items())]
    head = f'<g id="{name}" transform="scale({1 / FACTOR:g})" stroke-linejoin="round">'
    return "\n".join([head, *lines, "</g>"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
