"""In Chromium: axe finds nothing on any page, nothing sticks out, and everything works by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from corridor.kernel.search.indexing import project
from tests.conftest import CHROMIUM, PASSWORD
from tests.house import colours
from tests.house.colours import Colours
from tests.house.pages import answered_to

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
ALL: dict[str, Any] = {}  # options of axe: every rule
OF_COLOURS = {"runOnly": colours.RULES}  # what another scheme can change
NOT_OF_COLOURS = {"rules": {name: {"enabled": False} for name in OF_COLOURS["runOnly"]}}
# Every page is opened once and asked every rule in both widths and all colours; languages take turns from
# page to page, German more often than the others, since it has the longest words.
LANGUAGES = ("de", "en", "de", "el", "de", "mt")
WAYS = [
    ("light", NARROW, ALL),
    ("dark", NARROW, OF_COLOURS),
    ("dark", WIDE, NOT_OF_COLOURS),
    ("light", WIDE, OF_COLOURS),
    ("dark", WIDE, OF_COLOURS),
]
NOT_PAGES = (
    ".xlsx",
    ".csv",
    ".svg",
    ".ics",
    ".atom",
    ".ttl",
    ".jsonld",
    ".json",
    ".pdf",
    "/text/",
    "/state/",
    "/progress/",
)
DOWNLOADS = ("/documents/{document}/",)
ERRORS = ["/en/no-such-page/", "/en/hubs/nowhere/", "/en/polls/{closed_poll_key}/"]
EXPECTED = ("404 (Not Found)", "410 (Gone)")
AT = "/en/smart-connectivity/meetings"
REFUSED = [  # forms that dora sends empty
    f"{AT}/new/",
    f"{AT}/series/new/",
    f"{AT}/{{coming}}/edit/",
    f"{AT}/{{coming}}/people/",
    f"{AT}/{{coming}}/documents/",
    f"{AT}/{{coming}}/agenda/items/",
    f"{AT}/{{coming}}/votes/new/",
    f"{AT}/{{running}}/check-in/",
    f"{AT}/{{drafted}}/poll/new/",
    "/en/smart-connectivity/decisions/{decision}/wording/",
    "/en/account/hours/",
]
EMPTIED = """() => {
    const form = [...document.querySelectorAll("main form[method=post]")].findLast(
        one => one.querySelector("input:not([type=hidden]), textarea"));
    form.noValidate = true;
    for (const field of form.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), textarea"))
        field.value = "";
    form.requestSubmit(form.querySelector("button"));
}"""
MOST_TABS = 150
HAS_FOCUS_RING = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core as the wheel of axe-playwright-python brings it, so that no network is needed."""
    found = find_spec("axe_playwright_python")
    if found is None or not found.origin:
        pytest.skip("axe-playwright-python is not installed: make install of the workshop's tools")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8") + colours.SCRIPT


@pytest.fixture(scope="session")
def seen() -> Colours:
    """What axe has judged in this process: every page is looked at, what looks the same is asked once."""
    return Colours()


@pytest.fixture
def site(everybody, hub):
    hub.latitude, hub.longitude = 60.39, 5.32
    hub.save()
    project("hub")
    return everybody


@pytest.fixture
def addresses(site) -> dict[str, list[str]]:
    """Every page of the access table, for a person who gets it."""
    public = answered_to("eve", "/en/")
    own = {name: answered_to(name, "/en/") for name in ("anna", "dora")}
    mine = {name: [one for one in pages if one not in public] for name, pages in own.items()}
    pages = {"eve": public + ERRORS} | mine
    return {
        name: [one.format(**site.values) for one in found if not one.endswith(NOT_PAGES + DOWNLOADS)]
        for name, found in pages.items()
    }


@pytest.fixture
def sessions(site) -> dict[str, str]:
    return {name: site.client(name).cookies["sessionid"].value for name in ("anna", "dora")}


def opened(chromium, live_server, cookie: str | None, **options: Any):
    context = chromium.new_context(**options)
    if cookie:
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def listening(page) -> list[str]:
    """What the browser complains about: refused by the CSP, missing, or broken."""
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def violations(page, rules: dict[str, Any]) -> list[str]:
    options = {"resultTypes": ["violations"]} | rules
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]


def mistakes(
    page, seen: Colours, scheme: str, size: dict[str, int], rules: dict[str, Any] | None
) -> list[str]:
    """What axe finds on this page in these colours and this width, and whether it fits in."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(size)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [f"{wide} pixels wide"] if wide > size["width"] else []
    if rules in (ALL, NOT_OF_COLOURS):
        found += violations(page, NOT_OF_COLOURS)
    if rules in (ALL, OF_COLOURS):
        found += seen.mistakes(page, scheme, size["width"])
    return [f"{page.url} {scheme} {size['width']}: {one}" for one in found]


@pytest.mark.parametrize("half", [0, 1])
def test_axe_finds_nothing_on_any_page(live_server, addresses, sessions, axe, seen, chromium, half):
    found, in_turn = [], cycle(LANGUAGES)
    for name, pages in addresses.items():
        page = opened(chromium, live_server, sessions.get(name), reduced_motion="reduce")
        page.add_init_script(axe)
        complaints = listening(page)
        for address in pages[half::2]:
            page.goto(f"{live_server.url}/{next(in_turn)}{address[3:]}")
            for way in WAYS:
                found += mistakes(page, seen, *way)
        found += [one for one in complaints if not one.endswith(EXPECTED)]
        page.context.close()  # a page left open goes on asking for what is new
    assert found == []


def test_axe_finds_nothing_where_a_form_comes_back(live_server, site, sessions, axe, seen, chromium):
    page = opened(chromium, live_server, sessions["dora"], reduced_motion="reduce")
    page.add_init_script(axe)
    found = []
    for address in REFUSED:
        page.goto(live_server.url + address.format(**site.values))
        with page.expect_navigation() as sent:
            page.evaluate(EMPTIED)
        assert sent.value.status == 422, address
        for way in (("light", NARROW, ALL), ("dark", NARROW, OF_COLOURS), ("dark", WIDE, None)):
            found += mistakes(page, seen, *way)
    assert found == []


def test_axe_would_say_so(axe, chromium):
    seen = Colours()
    page = chromium.new_page()
    page.set_content(
        '<html lang="en"><title>x</title><style>p { color: #eee; background: #fff }'
        "@media (prefers-color-scheme: dark) { p { color: #000 } }</style>"
        '<main><h1>x</h1><p>Pale words</p><img src="data:,"></main></html>'
    )
    page.evaluate(axe)

    def said(*way: Any) -> list[str]:
        return sorted(one.split(": ")[1] for one in mistakes(page, seen, *way))

    assert said("dark", WIDE, ALL) == ["image-alt"]
    assert said("dark", WIDE, OF_COLOURS) == []
    assert said("light", NARROW, OF_COLOURS) == ["color-contrast"]
    assert said("light", NARROW, NOT_OF_COLOURS) == ["image-alt"]
    assert said("light", NARROW, ALL) == ["color-contrast", "image-alt"]


def test_each_scheme_in_each_width_meets_every_rule():
    asked = [(scheme, size["width"], rules) for scheme, size, rules in WAYS]
    of_colours = {(scheme, width) for scheme, width, rules in asked if rules in (ALL, OF_COLOURS)}
    assert of_colours == {(scheme, width) for scheme in ("light", "dark") for width in (1280, 360)}
    assert {width for _, width, rules in asked if rules in (ALL, NOT_OF_COLOURS)} == {1280, 360}


def test_eve_finds_a_hub_in_french_on_a_phone_without_javascript(live_server, site, chromium):
    options = {"java_script_enabled": False, "locale": "fr-FR", "viewport": {"width": 360, "height": 740}}
    page = opened(chromium, live_server, None, **options)
    page.goto(f"{live_server.url}/")
    expect(page).to_have_url(f"{live_server.url}/fr/")
    page.locator("#find").fill("réseau 5G privé pour un port de pêche")
    page.locator("#find").press("Enter")
    expect(page).to_have_url(re.compile(r"/fr/search/\?q="))
    first = page.locator("li.result").first
    expect(first.locator(".why li").first).to_be_visible()
    first.get_by_role("heading", level=2).get_by_role("link").click()
    expect(page).to_have_url(f"{live_server.url}/fr/hubs/nordlys/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nordlys")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def tab_to(page, wanted: str) -> None:
    """Press Tab until the element that fits the selector has the focus; each stop must be visible."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        assert page.evaluate(HAS_FOCUS_RING), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"the keyboard does not get to {wanted}")


def test_the_map_works_by_keyboard(live_server, site, chromium):
    page = opened(chromium, live_server, None, viewport={"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/en/hubs/map/")
    tab_to(page, "svg a[href$='/hubs/nordlys/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/hubs/nordlys/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nordlys")


def test_the_language_switch_works_by_keyboard(live_server, site, chromium):
    page = opened(chromium, live_server, None, viewport={"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/en/hubs/?country=NO")
    tab_to(page, "details.languages summary")
    page.keyboard.press("Enter")
    tab_to(page, "details.languages a[lang=el]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/el/hubs/?country=NO")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(live_server, site, chromium):
    page = opened(chromium, live_server, None, viewport={"width": 360, "height": 740})
    page.goto(f"{live_server.url}/en/hubs/")
    tab_to(page, "a.skip")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_anna_signs_in_by_keyboard_and_a_mistake_gets_the_focus(live_server, site, chromium):
    page = opened(chromium, live_server, None, viewport={"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/en/hubs/nordlys/edit/")

    def enter(passphrase: str) -> None:
        page.locator("input[name=username]").fill("anna@example.org")
        page.locator("input[name=password]").fill(passphrase)
        page.keyboard.press("Enter")

    enter("wrong")
    page.locator(".error-summary:focus").wait_for()
    enter(PASSWORD)
    page.wait_for_url(f"{live_server.url}/en/hubs/nordlys/edit/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.fixture
def hostile_hub(site, hub) -> None:
    hub.name = "<img src=x onerror=alert(1)>"
    hub.title = "</script><script>alert(2)</script>"
    hub.description = {"en": "\"'><svg onload=alert(3)> javascript:alert(4) 5G"}
    hub.save()
    project("hub")


def test_hostile_names_open_no_dialog(live_server, hostile_hub, chromium):
    page = opened(chromium, live_server, None)
    complaints = listening(page)
    dialogs: list[Callable] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for address in ("/en/", "/en/hubs/", "/en/hubs/map/", "/en/hubs/nordlys/", "/en/search/?q=5G"):
        page.goto(f"{live_server.url}{address}")
    assert (dialogs, complaints) == ([], [])
