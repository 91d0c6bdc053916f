"""Translatable text: catalogues well formed, and no visible word outside of gettext."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from corridor.kernel.i18n import catalogues
from corridor.kernel.i18n.languages import CODES, INTERFACE

SOURCE = Path(catalogues.PACKAGE)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
HIDDEN = re.compile(
    r"\{#.*?#\}|\{% comment.*?endcomment %\}|\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}",
    re.DOTALL,
)
LOGIC = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Corridor", "PIC", "NUTS", "CSV", "XLSX", "JSON"}  # names, the same in every language
ATTRIBUTES = {"title", "alt", "placeholder", "aria-label"}
NO_TEXT = {"script", "style", "svg", "code", "pre"}


class Words(HTMLParser):
    """Words that a reader sees or hears, outside of what says that it is in one language on purpose."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skipped: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.append(tag)
        elif tag in NO_TEXT or (values.get("lang") in CODES and tag != "html"):
            self._skipped.append(tag)
        else:
            self.found += [values[name] or "" for name in ATTRIBUTES & values.keys()]

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.found.append(data)


def words_in(template: str) -> list[str]:
    plain = LOGIC.sub(" ", HIDDEN.sub(" ", template))
    said = [word for text in Words(plain).found for word in WORD.findall(text)]
    return [word for word in said if word not in NAMES]


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_no_visible_word_is_outside_of_gettext(path):
    assert words_in(path.read_text(encoding="utf-8")) == []


def test_the_search_for_words_finds_them():
    assert words_in('<p title="Hello">{% translate "fine" %} Good <code>x y</code> {{ name }}</p>') == [
        "Hello",
        "Good",
    ]
    assert (
        words_in('<p lang="en">on purpose</p>{# a remark #}{% blocktranslate %}fine{% endblocktranslate %}')
        == []
    )


@pytest.mark.parametrize("path", templates(), ids=lambda path: path.name)
def test_whole_sentences_are_trimmed(path):
    """Line breaks inside of a template must not become part of what translators see."""
    starts = re.findall(r"\{% blocktrans(?:late)?\b([^%]*)%\}", path.read_text(encoding="utf-8"))
    assert [start for start in starts if "trimmed" not in start] == []


def test_there_is_a_catalogue_for_every_language_that_django_does_not_know():
    assert "mt" in {path.parts[-3] for path in catalogues.catalogues()}


def test_every_translated_language_has_its_catalogue():
    """``INTERFACE`` promises that the interface is translated; English is the source."""
    assert INTERFACE - {"en"} <= {path.parts[-3] for path in catalogues.catalogues()}


@pytest.mark.parametrize("path", catalogues.catalogues(), ids=lambda path: path.parts[-3])
def test_catalogues_are_well_formed(path):
    catalogue = catalogues.read(path)
    assert list(catalogues.problems(path)) == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    for message in catalogue:
        if message.id:
            assert mismatches(message.id, message.string) == [], message.id


def mismatches(msgid: str | tuple[str, ...], msgstr: str | tuple[str, ...]) -> list[str]:
    """Translations whose placeholders are not the original's; a plural may leave its number out in words."""
    originals = msgid if isinstance(msgid, tuple) else (msgid,)
    translations = msgstr if isinstance(msgstr, tuple) else (msgstr,)
    allowed = [set(PLACEHOLDER.findall(text)) for text in originals]
    return [text for text in translations if text and set(PLACEHOLDER.findall(text)) not in allowed]


def test_placeholders_that_differ_are_found():
    assert mismatches("%(name)s is here", "%(nom)s est ici") == ["%(nom)s est ici"]
    assert mismatches(("%(n)s hub", "%(n)s hubs"), ("%(n)s hub", "hubs")) == ["hubs"]
    assert mismatches("%(name)s is here", "%(name)s est ici") == []
