"""The official service record of 28 columns, prepared for both hubs."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from corridor.kernel.sheets import open_sheet
from corridor.referrals.enums import NeedState, ReferralState
from corridor.referrals.models import ServiceRecord
from corridor.referrals.queries import referrals_in_full
from corridor.referrals.results.kpi import COLUMNS, kpi_lines
from corridor.vocab.models import Term
from tests.referrals.making import make_need, make_referral

TODAY = timezone.localdate  # asked each time: a run may last over midnight
OFFICIAL = """
Content ID; Customer; VAT; Service category delivered; Number of attendees; Service price;
Price invoiced to customer;
Amount of the service price to be reported as Aid of national or regional public nature, EUR;
Specific information on State Aid; Technology type used; Status; Short description of the service;
Amount of investment triggered; Type of investment; Dates;
Information on the use of capacities financed by the Digital Europe Programme; Specify use of capacities...;
Specify type of investment; Specify Technology type used; Customer ID; EDIH Name; EDIH Country;
Customer Country; Customer region; Customer primary sector; Customer staff size; Customer type;
Author's email
"""
COLUMNS_IN_ORDER = tuple(name.strip() for name in OFFICIAL.split(";"))


@pytest.fixture
def delivered(need, vestas, offer, vera, anna):
    """By Vestas, which may know the organisation's name and not its VAT number."""
    client = need.client
    client.vat, client.staff = "NO999000111", "small"
    client.save()
    now = timezone.now()
    referral = make_referral(
        need, vestas, service=offer, state=ReferralState.DELIVERED, agreed_at=now, delivered_at=now,
        answered_by=vera, sent_by=anna, passed=["organisation"],
    )  # fmt: skip
    record = ServiceRecord.objects.create(
        referral=referral, starts_on=TODAY(), ends_on=TODAY() + timedelta(days=4), price=Decimal(4000),
        invoiced=Decimal(1000), aid=Decimal(3000), aid_note="de minimis", attendees=3,
        description="=HYPERLINK(1) radio survey",
    )  # fmt: skip
    slugs = ["communication-network", "internet-of-things"]
    record.technologies.set(Term.objects.filter(slug__in=slugs, list__in_force=True))
    return referrals_in_full(type(referral).objects.all()).get()


def told(line) -> dict[str, str]:
    return {cell.column: cell.value for cell in line.cells}


def test_both_hubs_have_a_line_with_the_official_columns(delivered):
    assert COLUMNS == COLUMNS_IN_ORDER
    assert len(COLUMNS) == 28
    theirs, home = kpi_lines(delivered)
    says = told(theirs)
    assert says["Technology type used"] == "Communication network;Internet of Things"
    assert says["Dates"] == f"{TODAY():%Y-%m-%d} / {TODAY() + timedelta(days=4):%Y-%m-%d}"
    assert says["Status"] == "Finalised and invoiced"
    assert (says["EDIH Name"], says["EDIH Country"], says["Customer Country"]) == (
        "Vestas",
        "Norway",
        "Norway",
    )
    assert (says["Author's email"], says["Number of attendees"]) == ("vera@example.org", "3")
    assert says["Customer type"] == "small and medium-sized companies"
    at_home = told(home)
    assert at_home["Service category delivered"] == "Networking and access to innovation ecosystems"
    assert at_home["Dates"] == f"{TODAY():%Y-%m-%d} / {TODAY():%Y-%m-%d}"
    assert at_home["Short description of the service"].startswith(
        "Referral of the customer to Vestas (Norway)"
    )
    assert (at_home["EDIH Name"], at_home["Author's email"]) == ("Nordlys", "anna@example.org")


def test_each_line_knows_of_the_client_what_that_hub_may_know(delivered):
    theirs, home = kpi_lines(delivered)
    assert (told(theirs)["Customer"], told(theirs)["VAT"]) == ("Skarvik Verft", "")
    assert (told(home)["VAT"], told(home)["Customer staff size"]) == ("NO999000111", "10 to 49")
    why = {cell.column: str(cell.why) for cell in theirs.missing}
    assert why["VAT"] == "The client has not agreed that your hub learns it."
    delivered.need.client.consented = []
    assert told(kpi_lines(delivered)[0])["Customer"] == ""
    delivered.need.client.consented = ["organisation"]
    delivered.need.state = NeedState.WITHDRAWN
    theirs, _home = kpi_lines(delivered)
    assert (
        told(theirs)["Customer"],
        {str(one.why) for one in theirs.missing if one.column == "Customer"},
    ) == (
        "",
        {"The client withdrew the need."},
    )


def test_each_side_sees_its_own_line_and_moderators_none(browser_of, delivered, anna, ben, vera, dora, carla):
    path = reverse("referrals:kpi", args=[delivered.pk])
    for person, sees in ((anna, True), (ben, True), (vera, False)):
        page = browser_of(person).get(path)
        assert page.status_code == 200
        assert ("NO999000111" in page.content.decode()) is sees
        assert [line.is_home for line in page.context["lines"]] == [sees]
    for suffix in ("", ".csv", ".xlsx"):
        there = path.removesuffix("/") + suffix if suffix else path
        for person in (dora, carla):
            assert browser_of(person).get(there).status_code == 404


def test_downloads_are_texts_that_no_program_takes_for_a_formula(browser_of, delivered, vera):
    csv = browser_of(vera).get(reverse("referrals:kpi-csv", args=[delivered.pk])).content
    assert b"\"'=HYPERLINK(1)" in csv
    content = browser_of(vera).get(reverse("referrals:kpi-xlsx", args=[delivered.pk])).content
    for kept in (csv, content):
        sheet = open_sheet(kept)
        assert sheet.header == COLUMNS_IN_ORDER
        [row] = sheet.rows
        assert "=HYPERLINK(1) radio survey" in row.cells


def test_without_a_home_hub_there_is_one_line_and_before_it_is_taken_none(
    group, hub, other_hub, anna, browser_of
):
    need = make_need(group, title="Sensors in a fish farm")
    sent = make_referral(need, hub)
    assert browser_of(anna).get(reverse("referrals:kpi", args=[sent.pk])).status_code == 404
    taken = make_referral(need, other_hub, state=ReferralState.TAKEN, passed=[])
    theirs, home = kpi_lines(taken)
    assert home is None
    assert told(theirs)["Status"] == "Planned"
    assert {"Customer", "Short description of the service"} <= {cell.column for cell in theirs.missing}
