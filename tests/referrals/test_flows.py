"""Referrals between regions and answer times: counts for the group, referrals for those who may see them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from corridor.referrals.enums import ReferralState
from corridor.referrals.flows.counting import Place, Sent, figures_of, flows
from corridor.referrals.flows.map import draw
from corridor.referrals.models import Referral
from corridor.vocab.models import Country
from tests.referrals.making import make_need, make_referral

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DUE = date(2026, 3, 9)


def page(name: str = "flows", **query) -> str:
    return reverse(f"referrals:{name}", args=["smart-connectivity"], query=query)


def answered(need, hub, days: int, state=ReferralState.TAKEN) -> Referral:
    at = MONDAY + timedelta(days=days)
    return make_referral(need, hub, state=state, sent_at=MONDAY, due_on=DUE, answered_at=at)


@pytest.fixture
def abroad(vestas):
    vestas.country = Country.objects.get(code="DK")
    vestas.save()
    return vestas


@pytest.fixture
def sent(group, hub, other_hub, abroad):
    """Four answered by Vestas in Denmark, after 1, 2, 3 and 8 days of the calendar; one late at Sørvest."""
    for days, state in ((1, "taken"), (2, "declined"), (3, "done"), (8, "delivered")):
        answered(make_need(group, hub), abroad, days, state)
    make_referral(make_need(group, country_id="SE"), other_hub, sent_at=MONDAY, due_on=DUE)


def test_the_group_reads_from_where_to_where_and_how_long_it_took(
    browser_of, sent, anna, ben, dora, otto, carla, eve
):
    for person in (anna, ben, dora, otto):
        tables = browser_of(person).get(page()).context["tables"]
        rows = [(row.start, row.end, row.figures) for row in tables.flows]
        assert [row[:2] for row in rows] == [("Norway", "Denmark"), ("Sweden", "Norway")]
        first = rows[0][2]
        assert (first.sent, first.taken, first.delivered, first.typical) == (4, 3, 2, 2.5)
        hubs = {row.hub.name: row.figures for row in tables.hubs}
        vestas, sorvest = hubs["Vestas"], hubs["Sørvest"]
        assert (vestas.answered, vestas.in_time, vestas.most, vestas.late) == (4, 3, 6.0, 0)
        assert (sorvest.waiting, sorvest.late, sorvest.typical) == (1, 1, None)
        assert (tables.across, tables.share) == (5, 100)
    assert browser_of(carla).get(page()).status_code == 404
    assert eve.get(page()).status_code == 302


def test_no_client_is_in_the_figures_and_a_number_opens_as_far_as_one_may_see(
    browser_of, sent, vera, otto, dora
):
    shown = browser_of(otto).get(page()).content.decode()
    assert "Skarvik" not in shown
    assert "Private mobile network" not in shown
    assert page("flows-list") not in shown
    assert browser_of(otto).get(page("flows-list")).status_code == 404
    link = browser_of(vera).get(page()).context["tables"].flows[0].url
    opened = browser_of(vera).get(link).context
    assert (opened["page"].paginator.count, opened["total"]) == (4, 4)
    everything = browser_of(vera).get(page("flows-list")).context
    assert (everything["page"].paginator.count, everything["total"]) == (4, 5)
    late = browser_of(dora).get(page("flows-list", hub="sorvest")).context
    assert (late["page"].paginator.count, late["total"]) == (1, 1)


def test_period_state_and_region_narrow_the_figures(browser_of, group, hub, abroad, sent, dora):
    def total(**query) -> int:
        return browser_of(dora).get(page(**query)).context["tables"].total.sent

    assert total() == total(since="2026-03-02", until="2026-03-02") == 5
    assert total(until="2026-03-01") == total(since="2026-03-03") == 0
    assert total(state="declined") == 1
    hub.region = hub.country.regions.filter(level=2).order_by("code").first()
    hub.save()
    by_region = browser_of(dora).get(page(by="region")).context["tables"].flows
    assert hub.region.code in by_region[0].start
    assert browser_of(dora).get(by_region[0].url).context["total"] == 4
    backwards = {"since": "2026-03-02", "until": "2026-03-01"}
    for wrong in ({"since": "yesterday"}, {"until": "9999-12-31"}, backwards):
        assert browser_of(dora).get(page(**wrong)).status_code == 422


@pytest.mark.parametrize("name", ["flows", "flows-list"])
def test_thirty_referrals_take_as_many_queries_as_one(browser_of, group, hub, abroad, dora, name):
    client = browser_of(dora)
    answered(make_need(group, hub), abroad, 1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page(name))
        return len(captured)

    client.get(page(name))
    before = queries()
    for number in range(29):
        answered(make_need(group, hub), abroad, number % 5)
    assert queries() == before


def test_the_spreadsheet_holds_both_tables_and_names_the_period(browser_of, sent, dora):
    answer = browser_of(dora).get(page("flows-xlsx", since="2026-03-01", until="2026-03-31"))
    assert "smart-connectivity-referrals-20260301-20260331.xlsx" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["About", "Flows", "Hubs"]
    about = dict(book["About"].iter_rows(values_only=True, max_col=2))
    assert (about["Sent from"], about["until"], about["Referrals"]) == ("2026-03-01", "2026-03-31", "5")
    assert [row[:3] for row in book["Flows"].iter_rows(min_row=2, values_only=True)] == [
        ("Norway", "Denmark", "4"),
        ("Sweden", "Norway", "1"),
    ]


def row(start: str, end: str, days: int | None = 1, state: str = "taken") -> Sent:
    answered_on = None if days is None else DUE
    return Sent(Place(start), Place(end), 1, state, DUE, answered_on, days)


def test_no_median_of_fewer_than_three_and_a_longer_line_for_more():
    assert figures_of([row("NO", "DK")] * 2, DUE).typical is None
    assert figures_of([row("NO", "DK", days) for days in (1, 1, 9)], DUE).typical == 1
    figures = figures_of([row("NO", "DK", days) for days in range(1, 11)], DUE)
    assert (figures.typical, figures.most) == (5.5, 9)
    drawn = draw(flows([row("NO", "DK")] * 5 + [row("DK", "NO"), row("PT", "PT"), row("XX", "NO")], DUE))
    there, *others = drawn.arcs
    assert there.width > max(arc.width for arc in others)
    assert {arc.flow.start.country for arc in others} == {"DK", "PT"}
    assert others[-1].head == "" or others[0].head == ""  # within a country there is a ring
    assert [flow.start.country for flow in drawn.unplaced] == ["XX"]
    assert there.path != others[0].path
    eastwards = draw(flows([row("DE", "PL"), row("DE", "CZ")], DUE))
    assert [(dot.country, dot.anchor) for dot in eastwards.dots if dot.country != "CZ"] == [
        *(("DE", "end"), ("PL", "start"))  # clear of the arrows
    ]
    codes = ("NO", "DK", "SE", "FI", "DE", "FR")
    many = draw(flows([row(start, end) for start in codes for end in codes], DUE))
    assert (len(many.arcs), many.too_many) == (24, 12)
