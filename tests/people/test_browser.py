"""In Chromium with its virtual authenticator: a passkey is made, signs in alone, and is a second factor."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.conftest import CHROMIUM, PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]


def enters(page, base: str) -> None:
    page.goto(f"{base}/en/sign-in/")
    page.locator("input[name=username]").fill("anna@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_case_12_a_passkey_is_made_signs_in_alone_and_is_a_second_factor(anna, live_server, chromium):
    base = live_server.url.replace("127.0.0.1", "localhost")  # passkeys know names, no numbers
    page = chromium.new_context(locale="en-GB").new_page()
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    enters(page, base)
    page.wait_for_url("**/en/now/")
    page.goto(f"{base}/en/account/second-factor/passkeys/new/")
    page.get_by_label("Name of this passkey").fill("Anna's laptop")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.goto(f"{base}/en/account/second-factor/")
    expect(page.get_by_text("Anna's laptop").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{base}/en/")

    # Alone, with nothing typed.
    page.goto(f"{base}/en/sign-in/?next=/en/account/access/")
    page.get_by_role("button", name="Passkey").click()
    page.wait_for_url("**/en/account/access/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{base}/en/")

    # As the second step after the passphrase.
    enters(page, base)
    page.wait_for_url("**/en/sign-in/second-factor/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/en/now/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{base}/en/")

    # A device that does not know the key gets nowhere, and is told so.
    devices.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": False}})
    enters(page, base)
    page.wait_for_url("**/en/sign-in/second-factor/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey was not used").wait_for(state="visible")
    page.goto(f"{base}/en/account/access/")
    page.wait_for_url("**/en/sign-in/?next=/en/account/access/")
    assert complaints == []


def test_without_javascript_the_other_ways_remain_and_no_dead_button_is_shown(anna, live_server, chromium):
    page = chromium.new_context(java_script_enabled=False, locale="en-GB").new_page()
    page.goto(f"{live_server.url}/en/sign-in/")
    expect(page.get_by_role("button", name="Passkey")).not_to_be_visible()
    expect(page.get_by_role("link", name="Code by e-mail")).to_be_visible()
    page.goto(f"{live_server.url}/en/sign-in/?next=/en/account/second-factor/passkeys/new/")
    page.locator("input[name=username]").fill("anna@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/passkeys/new/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add", exact=True)).not_to_be_visible()
