"""People at the page of a meeting, each in a browser of their own whose clock is moved on by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import expect

PAUSE, POLL, RETRY = 1600, 4100, 5100


@contextmanager
def meanwhile() -> Iterator[None]:
    """On the server, on the connection of the preparations: see the fixture ``chromium``."""
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


class Writer:
    """Somebody who types minutes."""

    def __init__(self, chromium, url: str, address: str, cookie: str) -> None:
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900})
        self.context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.clock.install()
        self.page.goto(f"{url}{address}")
        self.area = self.page.get_by_role("textbox", name="Minutes of this item")
        self.state = self.page.locator("[data-state]")

    def types(self, words: str, *, at: str = "") -> None:
        if at:
            self.area.press(at)
        self.area.press_sequentially(words)

    def is_told(self, what: str, *, after: int = PAUSE) -> None:
        self.page.clock.run_for(after)
        expect(self.state).to_contain_text(what)

    def reads(self, text: str, *, after: int = 0) -> None:
        self.page.clock.run_for(after)
        expect(self.area).to_have_value(text)

    @property
    def caret(self) -> int:
        return self.area.evaluate("area => area.selectionStart")
