"""Badges: eight on a sheet, in every alphabet, and no name is too long."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from corridor.events.door import badges, queries
from corridor.events.enums import RegistrationState
from corridor.events.models import Registration
from corridor.kernel.clock import clock
from tests.bilaterals.making import new_registration

AT = "/en/smart-connectivity/events/summit/"
HOSTILE = '#read("/etc/passwd") *b* $x$ <y> @z // no'
NAMES = (
    "Νίκη Παπαδοπούλου-Χατζηγεωργίου",
    "Ѝван Щърбанов Ющенко",
    "Żaneta Gżegżółka",
    HOSTILE,
    "Maria " * 30,
    "W" * 190,
)

pytestmark = pytest.mark.django_db


def text_of(page) -> str:
    """Without blanks, breaks and hyphens, which a long name may get."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]", "", page.extract_text())


def test_every_badge_has_its_name_whole_and_eight_are_on_a_sheet(event, dora, norway, browser_of):
    for number, name in enumerate(NAMES):
        given = {"email": f"{number}@visitors.example", "organisation": "Organisation " * 20}
        new_registration(event, name, country=norway, **given)
    for number in range(3):
        new_registration(event, f"Guest {number}")
    new_registration(event, "Online", presence="online")
    new_registration(event, "Waits", state=RegistrationState.WAITING)
    answer = browser_of(dora).get(f"{AT}participants/badges.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 2
    text = "".join(map(text_of, pages))
    for name in NAMES:
        assert re.sub(r"[\s-]", "", name) in text
    assert text.count("Norway") == len(NAMES)
    assert not any(name in text for name in ("Online", "Waits"))
    assert all(one.code in text for one in Registration.objects.filter(presence="on-site").coming())


def test_many_badges_come_in_several_files(event, dora, browser_of):
    assert badges.files(0) == []
    assert badges.files(81) == [(1, 1, 80), (2, 81, 81)]
    for number in range(81):
        new_registration(event, f"Guest {number:02}")
    page = browser_of(dora).get(f"{AT}participants/").content.decode()
    assert "Badges 1–80 (PDF)" in page
    last = browser_of(dora).get(f"{AT}participants/badges.pdf?page=2").content
    assert "Guest80" in text_of(*PdfReader(io.BytesIO(last)).pages)


def test_one_badge_is_printed_for_who_comes_late_and_a_sheet_without_any_says_so(event, dora, browser_of):
    empty = PdfReader(io.BytesIO(badges.sheet(event, queries.participants(event), clock())))
    assert "Nobody is registered" in empty.pages[0].extract_text()
    eve = new_registration(event, "Eve")
    late = browser_of(dora).get(f"{AT}participants/{eve.pk}/badge.pdf").content
    assert eve.code in PdfReader(io.BytesIO(late)).pages[0].extract_text()
