"""What is asked in vain is written down without who asked, for moderators and the support team."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from corridor.catalogue.actions import announce
from corridor.catalogue.unmet import actions
from corridor.catalogue.unmet.models import UnmetDemand

PAGE = "/en/smart-connectivity/services/unmet/"
SHEET = "/en/smart-connectivity/services/unmet.xlsx"


@pytest.fixture(autouse=True)
def shown(service):
    announce([service.pk])


def kept():
    return list(UnmetDemand.objects.order_by("pk").values_list("text", "filters", "count"))


def test_eve_asks_in_vain_and_only_her_words_stay(eve):
    for _again in range(2):
        eve.get("/en/search/", {"q": "  Underwäter  drönes ", "country": "MT", "utm": "x"})
    eve.get("/en/services/?q=zzqqxx")
    assert kept() == [("underwater drones", "country=MT", 2), ("zzqqxx", "", 1)]
    columns = {field.name for field in UnmetDemand._meta.get_fields()}
    assert columns == {"id", "day", "text", "language", "filters", "nearest", "count"}


@pytest.mark.parametrize(
    "text",
    [
        "zzqq anna.berg@example.org",
        "zzqq +47 400 12 345",
        "zzqq NO93 8601 1117 947",
        "zzqq https://example.org/anna",
        "zzqq www.example.org",
        "zzqq " * 13,
        "zzqq for Olga Operatorova",
    ],
)
def test_what_may_be_personal_is_not_kept(eve, olga, text):
    olga.name = "Olga Operatorova"
    olga.save()
    assert eve.get("/en/search/", {"q": text}).context["answer"].total == 0
    assert kept() == []


def test_no_address_stays_by_way_of_a_filter_either(eve):
    eve.get("/en/search/", {"q": "zzqq", "country": "anna@example.org"})
    eve.get("/en/search/", {"q": "zzqq", "release": "40012345"})
    assert kept() == []


def test_what_found_something_what_asks_nothing_and_programs_are_not_counted(eve):
    eve.get("/en/services/?q=quay")
    eve.get("/en/services/?country=MT")
    eve.get("/en/services/?q=zzqqxx&page=2")
    eve.head("/en/services/?q=zzqqxx")
    eve.get("/en/services/?q=zzqqxx", headers={"User-Agent": "Mozilla/5.0 (compatible; Somebot/2.1)"})
    assert kept() == []


def test_a_program_that_asks_thousands_of_things_fills_nothing(eve, monkeypatch):
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    for word in ("zzqqa", "zzqqb", "zzqqc", "zzqqa"):
        eve.get(f"/en/services/?q={word}")
    assert kept() == [("zzqqa", "", 2), ("zzqqb", "", 1)]


def test_the_nearest_topic_is_said_where_one_is_named(eve, browser_of, dora):
    eve.get("/en/services/?q=lorawan&country=MT")
    assert UnmetDemand.objects.get().nearest == "concept:lorawan"
    page = browser_of(dora).get(PAGE).content.decode()
    assert "/en/vocabulary/lorawan/" in page
    assert "Country: Malta" in page


def test_moderators_and_the_support_team_read_it_by_week_and_nobody_else_does(
    eve, browser_of, anna, carla, dora, tess, otto, olga
):
    eve.get("/en/services/?q=zzqqxx")
    old = timezone.localdate() - timedelta(days=14)
    UnmetDemand.objects.create(day=old, text="=cmd|zz", language="fi", count=1200)
    assert [browser_of(one).get(PAGE).status_code for one in (anna, carla, otto, olga)] == [404] * 4
    for reader in (dora, tess):
        response = browser_of(reader).get(PAGE)
        assert [len(rows) for _week, rows in response.context["weeks"]] == [1, 1]
        assert '<span lang="fi">=cmd|zz</span>' in response.content.decode()
    sheet = load_workbook(io.BytesIO(browser_of(dora).get(SHEET).content)).active
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("zzqqxx", "s"), ("=cmd|zz", "s")]


def test_it_is_forgotten_after_two_years(eve):
    today = timezone.localdate()
    for days in (10, 731):
        UnmetDemand.objects.create(day=today - timedelta(days=days), text="zz", language="en")
    assert actions.forget_old() == 1
    assert UnmetDemand.objects.get().day == today - timedelta(days=10)
