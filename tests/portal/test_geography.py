"""Places on the map, against published figures."""

from __future__ import annotations

import pytest

from corridor.kernel.ui.paging import page_window
from corridor.portal.map import Window
from corridor.vocab.geography import EUROPE, HEIGHT, INSETS, WIDTH, Projection, place_on_map


def test_the_projection_agrees_with_the_epsg_guidance_note():
    """Example of method 9820: 50 N 5 E is 3962799.45 E 2999718.85 N, with false origin 4321000 3210000."""
    east, north = Projection(52, 10)(50, 5)
    assert (round(east + 4_321_000, 2), round(north + 3_210_000, 2)) == (3962799.45, 2999718.85)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(64.1, -21.9), (38.5, 43.4), (50.4, 30.5), (35.2, 33.4), (35.9, 14.5), (70.1, 29.7), (38.7, -9.1)],
    ids=["Reykjavik", "Van", "Kyiv", "Nicosia", "Valletta", "Vadso", "Lisbon"],
)
def test_the_ends_of_europe_are_on_the_map(latitude, longitude):
    x, y = place_on_map(latitude, longitude)
    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT


@pytest.mark.parametrize("frame", INSETS, ids=lambda frame: frame.name)
def test_each_outermost_region_is_drawn_in_its_own_box(frame):
    x, y = place_on_map(frame.projection.latitude, frame.projection.longitude)
    left, top, width, height = frame.box
    assert (x, y) == (left + width / 2, top + height / 2)


def test_what_lies_elsewhere_has_no_place():
    assert place_on_map(40.7, -74.0) is None
    assert not EUROPE.shows(40.7, -74.0)


def test_a_window_stays_on_the_map():
    window = Window(4, 0, HEIGHT)
    assert (window.left, window.top + window.height) == (0, HEIGHT)


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 9, [1, 2, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (3, 5, [1, 2, 3, 4, 5]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
    ],
)
def test_page_numbers_leave_out_what_nobody_clicks(page, pages, shown):
    assert page_window(page, pages) == shown
