"""Needs for programs and spreadsheets: what their pages show to the same person, never who the client is."""

from __future__ import annotations

import csv
import io

import pytest

from corridor.kernel.sheets import open_sheet
from corridor.referrals.enums import NeedState
from corridor.referrals.posting.sheets import HEADER
from tests.catalogue.test_api import key_of
from tests.referrals.making import make_need


def listed(client, query: str = "", **headers) -> list[str]:
    answer = client.get(f"/api/v1/needs{query}", **headers)
    assert answer.status_code == 200
    return [one["title"] for one in answer.json()["items"]]


@pytest.fixture
def public(group):
    return make_need(group, title="Sensors in a harbour", audience="public", trl=6)


def test_a_program_reads_what_its_person_may_see(public, need, anna, eve, client):
    by_key = {"headers": key_of(anna, "read")}
    assert listed(eve) == ["Sensors in a harbour"]
    assert sorted(listed(client, **by_key)) == sorted([need.title, "Sensors in a harbour"])
    assert listed(client, "?country=es", **by_key) == []
    assert listed(client, f"?state={NeedState.CLOSED}", **by_key) == []
    assert eve.get(f"/api/v1/needs/{need.pk}").status_code == 404
    full = client.get(f"/api/v1/needs/{need.pk}", **by_key)
    assert (full.status_code, full.json()["hub"], full.json()["country"]) == (200, "nordlys", "NO")
    assert "siri@skarvik.example" not in full.content.decode()
    assert "Skarvik" not in full.content.decode()


def test_a_page_beyond_the_last_leads_back(public, eve):
    beyond = eve.get("/api/v1/needs?page=3").json()
    assert (beyond["items"], beyond["next"]) == ([], None)
    assert beyond["previous"].endswith("/api/v1/needs?page=1")


def test_the_list_is_taken_away_as_a_spreadsheet(public, group, eve):
    make_need(group, title="=1+1", audience="public")
    make_need(group, title="Of the group alone")
    said = eve.get("/en/needs/export.csv").content.decode("utf-8-sig")
    assert "'=1+1" in said  # no program takes it for a formula
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(said))}
    assert rows.keys() == {"Sensors in a harbour", "'=1+1"}
    assert (rows["Sensors in a harbour"]["trl"], rows["Sensors in a harbour"]["country"]) == ("6", "NO")
    book = eve.get("/en/needs/export.xlsx?country=NO")
    assert book["Content-Disposition"] == 'attachment; filename="needs.xlsx"'
    titles = [row.cells[HEADER.index("title")] for row in open_sheet(book.content).rows]
    assert sorted(titles) == ["=1+1", "Sensors in a harbour"]  # a text in its cell
    assert eve.get("/en/needs/export.csv?country=ES").content.decode("utf-8-sig").count("\n") == 1
