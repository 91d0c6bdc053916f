"""Case 13 in Chromium: another site, in the browser in which Dora is signed in, reaches nothing and changes
nothing. From another port of the same host, so that the cookie goes along, and from another host."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from corridor.kernel.journal import JournalEntry
from tests.conftest import CHROMIUM

from .writers import meanwhile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed"),
]
PAGE = """<!doctype html><title>Win a prize</title>
<form method="post" action="{target}"><button>Win</button></form>
<form method="post" action="{target}" enctype="text/plain"><button>Win more</button></form>
<iframe src="{framed}"></iframe>"""
ASK = """([url, options]) => fetch(url, {credentials: "include", ...options})
    .then(answer => answer.type === "opaque" ? "opaque" : answer.text(), () => "refused")"""


class Evil(BaseHTTPRequestHandler):
    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture(params=["localhost", "127.0.0.2"])
def evil(request) -> Iterator[ThreadingHTTPServer]:
    host = "127.0.0.1" if request.param == "localhost" else request.param
    server = ThreadingHTTPServer((host, 0), Evil)
    server.address = f"http://{request.param}:{server.server_port}/"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def cookie(browser_of, dora) -> str:
    return browser_of(dora).cookies["sessionid"].value


def test_case_13_another_site_neither_reads_nor_writes_nor_frames(
    live_server, coming, cookie, evil, chromium
):
    meeting = f"{live_server.url}/en/smart-connectivity/meetings/{coming.pk}/"
    Evil.page = PAGE.format(target=f"{meeting}opening/", framed=f"{meeting}live/").encode()
    context = chromium.new_context()
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url, "sameSite": "Lax"}])
    page = context.new_page()
    page.goto(f"{meeting}live/")
    expect(page.get_by_role("button", name="Open the meeting")).to_be_visible()

    page.goto(evil.address)
    assert "Open the meeting" not in page.frames[1].content()
    assert page.evaluate(ASK, [f"{meeting}live/", {}]) == "refused"
    for options in ({}, {"headers": {"X-CSRFToken": "a" * 32}}, {"mode": "no-cors", "body": "a=b"}):
        told = page.evaluate(ASK, [f"{meeting}opening/", {"method": "POST", **options}])
        assert told == ("opaque" if options.get("mode") else "refused")
    for button in ("Win", "Win more"):
        page.goto(evil.address)
        with page.expect_navigation() as sent:
            page.get_by_role("button", name=button, exact=True).click()
        assert sent.value.status == 403
    with meanwhile():
        coming.refresh_from_db()
        assert coming.opened_at is None
        assert not JournalEntry.objects.filter(verb="open-meeting").exists()

    page.goto(f"{meeting}live/")  # from the page itself it works
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.get_by_role("textbox", name="Minutes of this item")).to_be_visible()
