"""The interface in French and in German: nothing left out, nothing left in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from gettext import GNUTranslations, NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.utils.translation import override
from django.utils.translation.template import templatize

from corridor.kernel.i18n import catalogues
from corridor.kernel.i18n.languages import CODES, INTERFACE
from corridor.members.enums import HubKind
from corridor.vocab.enums import ListName
from corridor.vocab.models import Term

TRANSLATED = sorted(INTERFACE - {"en"})
CALLS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy")
CALLS_WITH_CONTEXT = ("pgettext", "pgettext_lazy")
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATES = re.compile(rf"\b(?:[np]?gettext|_)\((?:{STRING}(?:, )?)+(?:count)?\)")
NAMES = {
    *("Corridor", "Smart Connectivity", "Hub 01", "Title 01", "Hub 01 – Title 01", "Hub 01, Bergen"),
    *(
        "Organisation 0",
        "Organisation 1",
        "hello@hub.example",
        "CSV",
        "JSON-LD",
        "RDF/XML",
        "Turtle",
        "xyzzyq",
    ),
    *("Norge", "Vestlandet", "Bergen", "NO0A", "NO0A (NUTS 2024)"),
    *("Açores", "Canarias", "Guadeloupe", "Guyane", "La Réunion", "Madeira", "Martinique", "Mayotte"),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


class Nothing(NullTranslations):
    """What a catalogue says where it has no translation."""

    def gettext(self, message: str) -> str:
        return ""

    def pgettext(self, context: str, message: str) -> str:
        return ""


def source(code: str) -> Path:
    return next(path for path in catalogues.catalogues() if path.parts[-3] == code)


def compiled(code: str, folder: Path) -> GNUTranslations:
    """What programs read, made from the file that translators edit."""
    copy = folder / "locale" / code / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(source(code).read_bytes())
    with catalogues.compile_catalogue(copy).open("rb") as file:
        translations = GNUTranslations(file)
    translations.add_fallback(Nothing())
    return translations


def texts_of(text: str | Sequence[str]) -> list[str]:
    """The forms of a plural, or the one text."""
    return [text] if isinstance(text, str) else list(text)


def alike(code: str) -> set[str]:
    """Texts that read the same in English, such as “Hubs” in German."""
    return {
        text
        for message in catalogues.read(source(code))
        if message.id and message.id == message.string
        for text in texts_of(message.id)
    }


def calls_in(tree: ast.AST) -> Iterator[tuple[str | None, str]]:
    """Context and text of each call that asks for a translation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            words = [part.value for part in node.args if isinstance(part, ast.Constant)]
            if node.func.id in CALLS and words:
                yield None, words[0]
            elif node.func.id in CALLS_WITH_CONTEXT:
                yield words[0], words[1]


def in_python() -> Iterator[tuple[str | None, str]]:
    for path in catalogues.PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts:
            yield from calls_in(ast.parse(path.read_text(encoding="utf-8")))


def in_templates() -> Iterator[tuple[str | None, str]]:
    for path in catalogues.PACKAGE.rglob("templates/**/*.html"):
        for call in IN_TEMPLATES.findall(templatize(path.read_text(encoding="utf-8"))):
            yield from calls_in(ast.parse(call))


def test_what_asks_for_a_translation_has_a_name_that_programs_for_translators_know():
    """A sentence behind any other name would be in no catalogue."""
    named = {
        (path.name, name.asname)
        for path in catalogues.PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if "gettext" in name.name and name.asname not in (None, "_")
    }
    assert named == set()


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_of_the_source_is_translated(code, tmp_path):
    """A new sentence fails here until it is in both catalogues; the head of each says how it is renewed."""
    known = compiled(code, tmp_path)
    sentences = {*in_python(), *in_templates()}
    assert len(sentences) > 400
    missing = [
        text
        for context, text in sentences
        if not (known.pgettext(context, text) if context else known.gettext(text))
    ]
    assert sorted(missing) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_keep_their_placeholders(code):
    wrong = []
    for message in catalogues.read(source(code)):
        originals, written = texts_of(message.id), texts_of(message.string)
        expected = [sorted(PLACEHOLDER.findall(text)) for text in originals]  # "one" may have no number
        if message.id and [sorted(PLACEHOLDER.findall(text)) for text in written] != expected:
            wrong.append(message.id)
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_only_single_words_are_alike_in_both_languages(code):
    assert [text for text in alike(code) if " " in PLACEHOLDER.sub("", text).strip(" :")] == []


@pytest.mark.parametrize(
    ("code", "untypical"),
    [
        ("fr", r" [:;?!»]|« |[“”]|\w'\w|(?<![\u00a0\u202f(])[;?!](?!\w)"),
        ("de", r"”|«|»|\w'\w|„[^“]*$"),
    ],
)
def test_typography_is_that_of_the_language(code, untypical):
    texts = [
        text for message in catalogues.read(source(code)) if message.id for text in texts_of(message.string)
    ]
    assert [text for text in texts if re.search(untypical, text)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", TRANSLATED)
def test_kinds_of_hub_are_called_as_in_the_official_list(code):
    official = {term.code: term.labels[code] for term in Term.objects.filter(list__name=ListName.HUB_KINDS)}
    with override(code):
        ours = {kind.value: str(kind.label).replace("’", "'") for kind in HubKind}
    assert ours == official


class Chrome(HTMLParser):
    """What the interface says: texts and spoken attributes, but not what has a language of its own."""

    SPOKEN = ("aria-label", "title", "placeholder", "alt")
    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})
    NOT_READ = frozenset({"script", "style"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        named = tag in self.NOT_READ or (tag != "html" and values.get("lang") in CODES)
        silent = named or any(quiet for _tag, quiet in self._open)
        if not silent:
            self.said += [values[name] or "" for name in self.SPOKEN if name in values]
        if tag not in self.VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.said.append(data)

    def sentences(self) -> set[str]:
        """Whole texts with a word in them; a page's title is two."""
        parts = [" ".join(part.split()) for text in self.said for part in text.split(" · ")]
        return {part for part in parts if re.search(r"[^\W\d_]{2}", part)}


PAGES = {
    "/": 200,
    "/search/": 200,
    "/search/?q=xyzzyq&country=MT": 200,
    "/hubs/": 200,
    "/hubs/map/": 200,
    "/hubs/hub-1/": 200,
    "/smart-connectivity/": 200,
    "/vocabulary/": 200,
    "/hubs/nowhere/": 404,
    "/sign-in/": 200,
}


@pytest.mark.parametrize("code", TRANSLATED)
@pytest.mark.parametrize(("address", "status"), PAGES.items())
def test_eve_reads_no_english_sentence(group, rich_hub, client, code, address, status):
    said = {}
    for language in ("en", code):
        response = client.get(f"/{language}{address}")
        assert response.status_code == status
        said[language] = Chrome(response.content.decode()).sentences()
    assert len(said[code]) > 10
    assert sorted(said["en"] & said[code] - alike(code) - NAMES) == []
