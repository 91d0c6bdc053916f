"""Dora looks at the plan, the board shows who sits where, and everybody's agenda is one file."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from corridor.bilaterals.day.noting import note
from corridor.bilaterals.day.offering import take
from corridor.bilaterals.models import Replacement
from tests.bilaterals.days import AT, letters_to, running_day, slot, table, words_of
from tests.bilaterals.making import agreed, booked, new_profile

pytestmark = pytest.mark.django_db


def seen_by_others() -> dict[str, Any]:
    now = timezone.now()
    return {"is_listed": True, "consented_at": now, "checked_in_at": now}


@pytest.fixture
def day(group):
    return running_day(group)


def test_dora_sees_every_table_in_every_slot(day, browser_of, dora, anna):
    for number in range(2):
        pair = (new_profile(day, f"Left{number}"), new_profile(day, f"Right{number}"))
        booked(agreed(*pair), slot(day, number + 1), table(day, 2))
    day.tables.filter(number=1).update(lost_at=timezone.now())
    page = words_of(browser_of(dora).get(f"{AT}table-plan/"))
    rows = re.findall(r"<tr.*?</tr>", page)
    assert [row.count("<td>") for row in rows] == [0, 4, 4]
    assert "lost" in rows[1]
    assert re.search(r"<td><span>Left0</span><span>Right0</span></td> ?<td><span>Left1</span>", rows[2])
    assert browser_of(anna).get(f"{AT}table-plan/").status_code == 404
    paper = browser_of(dora).get(f"{AT}agendas.pdf")
    names = [page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages]
    assert len(names) == 4, "each has a page of their own"
    assert "Left0" in names[0]


def test_the_plan_needs_as_many_queries_for_many_meetings(day, browser_of, dora):
    browser = browser_of(dora)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            browser.get(f"{AT}table-plan/")
        return len(found)

    booked(agreed(new_profile(day, "A"), new_profile(day, "B")), slot(day, 1), table(day, 1))
    browser.get(f"{AT}table-plan/")
    once = asked()
    for number in range(3):
        pair = (new_profile(day, f"A{number}"), new_profile(day, f"B{number}"))
        booked(agreed(*pair), slot(day, number + 2), table(day, 1))
    assert asked() == once


def test_the_board_shows_the_next_slots_to_whoever_knows_its_address(day, browser_of, dora):
    seen, unseen = new_profile(day, "Anna", **seen_by_others()), new_profile(day, "Ben")
    booked(agreed(seen, unseen), slot(day, 1), table(day, 2))
    new_profile(day, "Nobody", **seen_by_others())
    browser = browser_of(dora)
    browser.post(f"{AT}table-plan/board/")
    (address,) = set(
        re.findall(r'href="(/en/boards/[^"]+)"', browser.get(f"{AT}table-plan/").content.decode())
    )
    board = Client().get(address)
    shown = words_of(board)
    assert re.findall('board-name">([^<]*)<', shown) == ["Anna ·", "a participant"], "Ben did not agree"
    assert "Nobody" not in shown
    assert 'http-equiv="refresh"' in shown
    assert board.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().get(address.replace("/boards/", "/agendas/").rstrip("/") + ".ics").status_code == 404
    browser.post(f"{AT}table-plan/board/")
    assert Client().get(address).status_code == 404, "a new address ends the old"


def test_everybody_gets_their_agenda_once(day, browser_of, dora):
    anna, ben = new_profile(day, "Anna"), new_profile(day, "Ben")
    booked(agreed(anna, ben), slot(day, 1), table(day, 1))
    for _twice in range(2):
        assert browser_of(dora).post(f"{AT}table-plan/letters/").status_code == 303
    assert [len(letters_to(one, "agenda")) for one in (anna, ben)] == [1, 1]


def test_dora_reads_who_did_not_come_and_what_was_done(day, browser_of, dora):
    anna, ben, carla = (new_profile(day, name, **seen_by_others()) for name in ("Anna", "Ben", "Carla"))
    missed = booked(agreed(anna, ben), slot(day, 1), table(day, 1)).meeting
    assert "Nobody was missed" in words_of(browser_of(dora).get(f"{AT}no-shows/"))
    note(by=anna, meeting=missed, came=False)
    take(by=anna, replacement=Replacement.objects.get(other=carla))
    told = words_of(browser_of(dora).get(f"{AT}no-shows/"))
    assert "Anna – Carla" in told
    assert "says otherwise" not in told
    missed.parties.filter(profile=anna).update(came=True)
    assert "says otherwise" in words_of(browser_of(dora).get(f"{AT}no-shows/"))
