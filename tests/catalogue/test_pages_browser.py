"""In Chromium without JavaScript, on a telephone: Anna writes a service, and nothing is wider than it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]
NARROW = 360
AT = "/en/hubs/nordlys/services/"


@pytest.fixture
def key(browser_of, anna, service) -> str:
    return browser_of(anna).cookies["sessionid"].value


@pytest.fixture
def page(live_server, key, chromium):
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": NARROW, "height": 740}, base_url=live_server.url
    )
    context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    return context.new_page()


def fits(page, heading: str | None = None) -> bool:
    """Nothing has to be scrolled sideways; after a click, ``heading`` says which page to wait for."""
    if heading:
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    return page.locator("html").evaluate("root => root.scrollWidth") == NARROW


def test_anna_writes_a_service_on_her_telephone(page):
    page.goto(AT)
    page.get_by_role("link", name="New service").click()
    assert fits(page, "New service")
    page.get_by_label("Title").first.fill("Radio walk")
    page.get_by_label("Test before invest", exact=True).check()
    page.get_by_role("heading", name="Technologies").click()
    page.get_by_label("Communication network", exact=True).check()
    page.get_by_label("Regions served").fill("Nordlnd")
    page.get_by_role("heading", name="Test bed").click()
    page.get_by_label("This service is a test bed").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("“Nordlnd” is no region that is known here.")
    assert fits(page)
    page.get_by_label("Regions served").fill("Nordland")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(r"/services/radio-walk/$"))
    expect(page.get_by_role("status").first).to_contain_text("Only your hub sees it")
    page.get_by_role("link", name="Free slots").click()
    assert fits(page, "Free slots of the test bed")
    page.goto(f"{AT}radio-walk/versions/")
    assert fits(page)
    page.goto(AT)
    assert fits(page)
    page.goto(f"{AT}radio-walk/edit/")
    assert fits(page)
    expect(page.get_by_label("Regions served")).to_have_value("NO071 Nordland/Nordlánnda")
    page.get_by_role("heading", name="Technologies").click()
    expect(page.get_by_label("Communication network", exact=True)).to_be_checked()
    expect(page.get_by_label("This service is a test bed")).to_be_checked()
