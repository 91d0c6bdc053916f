"""Security case 16 in the texts of admission, groups and people: shown as they are, and nothing runs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from corridor.members.admission import letters
from corridor.post.models import Letter
from tests.conftest import CHROMIUM
from tests.house.hostile import Planted, chosen, plant
from tests.house.pages import Elements
from tests.house.test_hostile_text import naughty

__all__ = ["naughty"]

OURS = "/static/"
NEVER = {
    "iframe",
    "object",
    "embed",
    "base",
    "math",
    "xmp",
    "template",
    "noscript",
    "style",
    "marquee",
    "mglyph",
}
IN_CHROMIUM = ("/applications/", "/smart-connectivity/", "/join/", "/handover/", "/keys/")


class Said(Elements):
    """Elements, and everything that a reader sees or hears: texts and the values of fields."""

    def __init__(self, html: str) -> None:
        self.words: list[str] = []
        super().__init__(html)
        self.text = without_blanks("".join(self.words))

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        super().handle_starttag(tag, attrs)
        self.words += [value or "" for name, value in attrs if name in ("value", "aria-label")]

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        self.words.append(data)


def without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", text)


def harmful(page: Elements) -> list[str]:
    """What only somebody's text can have put there."""
    found = [f"<{tag}>" for tag, _attributes in page.found if tag in NEVER]
    for tag, attributes in page.found:
        found += [f"<{tag} {name}>" for name in attributes if name.startswith("on")]
        found += [
            f"<{tag} {name}={attributes[name]!r}>"
            for name in ("href", "src", "action", "formaction")
            if re.match(r"\s*(javascript|data|vbscript|x$|1$)", attributes.get(name, ""), re.IGNORECASE)
        ]
        if tag == "script" and not attributes.get("src", "").startswith(OURS):
            found.append(f"<script {attributes}>")
    return found


@pytest.fixture
def planted(group, hub, anna, dora, naughty) -> Planted:
    return plant(group, hub, anna, dora, chosen(naughty))


@pytest.fixture
def sessions(browser_of, anna, dora) -> dict[str, str]:
    people = {"anna": anna, "dora": dora}
    return {name: browser_of(one).cookies["sessionid"].value for name, one in people.items()}


def test_case_16_every_text_is_shown_as_it_is(planted, browser_of, eve, anna, dora):
    browsers = {"eve": eve, "anna": browser_of(anna), "dora": browser_of(dora)}
    for name, address, at_least in planted.pages:
        response = browsers[name].get(address)
        assert (address, response.status_code) == (address, 200)
        page = Said(response.content.decode())
        assert (address, harmful(page)) == (address, [])
        missing = [text for text in planted.texts if without_blanks(text)[:60] not in page.text]
        assert len(planted.texts) - len(missing) >= at_least, (address, missing)


def test_case_16_letters(planted, settings):
    """The note of an invitation and a moderators' question, in the text and in the HTML of a letter."""
    settings.MAIL_DOMAIN = "corridor.example"
    letters.invite(planted.invitation, "key")
    letters.put_question(planted.message)
    for kind, text in (
        ("invitation", planted.invitation.note),
        ("application-question", planted.message.text),
    ):
        letter = Letter.objects.get(kind=kind)
        page = Said(letter.html)
        assert text in letter.text
        assert without_blanks(text) in page.text
        assert [one for one in harmful(page) if one != "<style>"] == []


def listening(page: Any) -> list[str]:
    """Dialogs that somebody's script opened, and what the Content Security Policy had to stop."""
    heard: list[str] = []

    def on_dialog(dialog: Any) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", on_dialog)
    page.on("console", lambda said: heard.append(said.text) if "Content Security" in said.text else None)
    return heard


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's Chromium is not installed")
@pytest.mark.django_db(transaction=True)
def test_case_16_nothing_runs_in_chromium(planted, sessions, live_server, chromium):
    for name, address, _at_least in planted.pages:
        if not any(part in address for part in IN_CHROMIUM):
            continue
        context = chromium.new_context()
        if name != "eve":
            cookie = {"name": "sessionid", "value": sessions[name], "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        ran = listening(page)
        page.goto(f"{live_server.url}{address}")
        page.evaluate("document.querySelector('main').innerHTML += ' '")  # written and read once more
        page.wait_for_load_state("networkidle")
        assert (address, ran) == (address, [])
        context.close()
