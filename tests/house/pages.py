"""Addresses of pages and other answers, taken from the access table, and a reader for what they say."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from tests.house.conftest import NAMES
from tests.house.test_access import table


def answered_to(name: str, prefix: str = "/") -> list[str]:
    """What this person gets with 200, by GET."""
    column = NAMES.index(name)
    rows = [row for row in table() if row.method == "GET" and row.address.startswith(prefix)]
    return [row.address for row in rows if row.statuses[column] == 200]


class Elements(HTMLParser):
    """All elements of a page with their attributes, and what stands directly in scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "h1": [], "title": []}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag in self.inside:
            self._open = tag
            self.inside[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside[self._open][-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]
