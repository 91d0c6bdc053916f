"""What happens in a browser: filters work as one clicks, and as well without any script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from corridor.kernel.search.indexing import project
from corridor.members.models import Hub
from tests.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]


@pytest.fixture
def two_hubs(new_hub, belgium) -> list[Hub]:
    hubs = [new_hub(1), new_hub(2, country=belgium)]
    project("hub")
    return hubs


def test_a_filter_acts_at_once_and_keeps_the_focus(live_server, two_hubs, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/en/hubs/")
    page.evaluate("window.samePage = true")
    page.get_by_role("checkbox", name="Belgium").check()
    page.wait_for_url("**/en/hubs/?country=BE")
    page.get_by_role("link", name="Hub 01").wait_for(state="detached")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Hub 02 – Title 02"])
    assert page.evaluate("window.samePage") is True
    page.locator("#filter-country-be:focus").wait_for()
    assert complaints == []


def test_filters_and_languages_work_without_a_script(live_server, two_hubs, chromium):
    page = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{live_server.url}/en/hubs/")
    page.get_by_role("checkbox", name="Belgium").check()
    page.get_by_role("button", name="Apply filters").click()
    page.locator("details.languages summary").click()
    page.get_by_role("link", name="ελληνικά").click()
    expect(page).to_have_url(f"{live_server.url}/el/hubs/?country=BE")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Hub 02 – Title 02"])


@pytest.fixture
def endless_hub(new_hub) -> Hub:
    return new_hub(3, name="W" * 200, title="W" * 300, city="Llanfairpwllgwyngyllgogerychwyrndrobwll")


@pytest.mark.parametrize(
    "address", ["/en/", "/en/hubs/", "/en/hubs/map/", "/en/hubs/hub-3/", "/en/search/?q=sensors"]
)
def test_nothing_sticks_out_of_a_narrow_window(live_server, endless_hub, chromium, address):
    page = chromium.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{live_server.url}{address}")
    assert page.locator("html").evaluate("root => root.scrollWidth") == 320


def test_a_failed_sign_in_puts_the_focus_on_its_reason(live_server, anna, chromium):
    page = chromium.new_page()
    page.goto(f"{live_server.url}/en/sign-in/")
    page.get_by_label("E-mail address").fill("anna@example.org")
    page.get_by_role("textbox", name="Passphrase").fill("wrong")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.locator(".error-summary:focus").wait_for()
    expect(page.get_by_role("alert").get_by_role("heading")).to_have_text("That did not fit")
