"""The forms that somebody is offered on the pages of the access table, to send them back changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.urls import resolve

from tests.house.pages import Elements, answered_to

NOT_A_FORM = ("/en/sign-out/", "/admin/")


@dataclass
class Form:
    """``fields`` are its names with what the page filled in; ``kinds`` the types of its inputs."""

    action: str
    page: str
    fields: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    def __init__(self, html: str, page: str) -> None:
        super().__init__()
        self.page, self.found, self._open, self._select = page, [], None, ""
        self._text: tuple[str, list[str]] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_post = said.get("method", "").lower() == "post"
            self._open = Form(said.get("action") or self.page, self.page) if is_post else None
            self.found += [self._open] if self._open else []
        elif self._open is not None:
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        name = said.get("name", "")
        if tag == "option" and self._select and "selected" in said:
            self._open.fields[self._select] = said.get("value", "")
        if not name or name == "csrfmiddlewaretoken":
            return
        kind = said.get("type", tag)
        self._open.kinds[name] = kind
        if tag == "select":
            self._select = name
            self._open.fields.setdefault(name, "")
        elif tag == "textarea":
            self._text = (name, [])
        elif kind in ("radio", "checkbox"):
            if "checked" in said:
                self._open.fields.setdefault(name, []).append(said.get("value", "on"))
        elif kind != "file":
            self._open.fields[name] = said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text and self._open is not None:
            self._open.fields[self._text[0]] = "".join(self._text[1])
            self._text = None
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._open = None


@dataclass
class Offered:
    """What people are offered on the pages that they get: each kind of form once, with the name of
    somebody who gets it, and all links with their page."""

    forms: dict[tuple[str, ...], tuple[str, Form]] = field(default_factory=dict)
    links: list[tuple[str, dict[str, str]]] = field(default_factory=list)


def offered_to(everybody, *names: str) -> Offered:
    """Every page once, by the first of the names who gets it."""
    offered, visited = Offered(), set()
    for name in names:
        client = everybody.client(name)
        pages = [address.format(**everybody.values) for address in answered_to(name, "/en/")]
        for page in [one for one in pages if one not in visited]:
            visited.add(page)
            response = client.get(page)
            if "html" in response.get("Content-Type", ""):
                _look_at(response.content.decode(), page, name, offered)
    return offered


def _look_at(html: str, page: str, name: str, offered: Offered) -> None:
    offered.links += [(page, link) for link in Elements(html).all("a")]
    for form in Forms(html, page).found:
        if not form.action.startswith(NOT_A_FORM):
            key = (resolve(form.action.partition("?")[0]).route, *sorted(form.kinds))
            offered.forms.setdefault(key, (name, form))


def tables_with(word: str) -> list[str]:
    """Tables in which a word stands in any column, jobs aside: one statement over all of them."""
    names = [name for name in connection.introspection.table_names() if "procrastinate" not in name]
    each = " union all ".join(
        f"select '{name}' from \"{name}\" t where t::text ilike %(word)s"  # noqa: S608 - our tables' names
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(each, {"word": f"%{word}%"})
        return sorted({name for (name,) in cursor.fetchall()})
