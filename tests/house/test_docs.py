"""A stranger reads the documents first: every link leads somewhere, and every command is there."""

from __future__ import annotations

import dataclasses
import re
import struct
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands

from corridor.config import cli
from corridor.engines import matching, ranking

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")

LINK = re.compile(r'\]\(([^)\s]+)\)|src="([^"]+)"')
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
BIGGEST_PICTURE = 250_000


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def links(document: Path) -> Iterator[str]:
    for in_text, in_tag in LINK.findall(CODE.sub("", document.read_text(encoding="utf-8"))):
        yield in_text or in_tag


def anchors(document: Path) -> set[str]:
    """Of headings, as code hosts make them: letters, digits and hyphens, in lower case."""
    titles = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


def dead_end(document: Path, link: str) -> str | None:
    """What is wrong with a link to another file; nothing is asked of other hosts."""
    if re.match(r"[a-z]+:", link):
        return None
    address, _, anchor = link.partition("#")
    target = (document.parent / address).resolve() if address else document
    if not target.is_relative_to(ROOT) or not target.exists():
        return f"{link}: no such file"
    if anchor and anchor not in anchors(target):
        return f"{link}: no such heading"
    return None


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert [problem for link in links(document) if (problem := dead_end(document, link))] == []


def test_every_document_is_reached_from_the_readme() -> None:
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        document = ahead.pop()
        reached.add(document)
        targets = {(document.parent / link.partition("#")[0]).resolve() for link in links(document)}
        targets |= {target / "README.md" for target in targets if target.is_dir()}
        ahead += [target for target in targets if target.suffix == ".md" and target not in reached]
    assert [named(document) for document in DOCUMENTS if document not in reached] == []


def everything_in_code() -> str:
    return "\n".join(code for document in DOCUMENTS for code in CODE.findall(document.read_text("utf-8")))


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    said = set(re.findall(r"^`?(?:cd \S+ && )?make ([a-z][a-z-]*)", everything_in_code(), re.MULTILINE))
    assert {"demo", "test"} <= said
    assert said - targets == set()


def test_every_corridor_command_that_is_named_exists() -> None:
    said = set(re.findall(r"^`?(?:\S*bin/)?corridor ([a-z][a-z-]*)", everything_in_code(), re.MULTILINE))
    assert {"search", "backup", "restore"} <= said
    assert said - set(cli.OURS) - set(get_commands()) == set()


def test_every_measurement_that_is_named_can_be_repeated() -> None:
    said = set(re.findall(r"python -m (bench[.\w]*)", everything_in_code()))
    assert {"bench.retrieval", "bench.page", "bench.readers"} <= said
    assert [module for module in sorted(said) if find_spec(module) is None] == []


def test_files_and_folders_that_are_named_exist() -> None:
    """``tests/house/`` and ``engines/ranking.py`` in the text: below the project or the package."""
    places = (ROOT, ROOT / "src" / "corridor")
    said = {
        path
        for code in everything_in_code().splitlines()
        for path in re.findall(
            r"^`((?:\.ci|src|tests|ops|bench|tools|engines|kernel|members|vocab)/[\w./-]+)`$", code
        )
    }
    assert "engines/ranking.py" in said
    assert [path for path in sorted(said) if not any((place / path).exists() for place in places)] == []


@pytest.mark.parametrize(
    ("document", "weights"), [("search.md", ranking.Weights()), ("matching.md", matching.Weights())]
)
def test_the_weights_that_are_told_are_the_weights_in_force(document: str, weights: Any) -> None:
    text = (ROOT / "docs" / document).read_text("utf-8")
    rows = re.findall(r"^\| ([a-z ]+) \| .+ \| ([\d.]+) \|$", text, re.MULTILINE)
    told = {name.replace(" ", "_"): float(weight) for name, weight in rows}
    in_force = dataclasses.asdict(weights)
    if "equal" in in_force:  # no weight of a signal, and told in a sentence
        assert f"at most {in_force.pop('equal')} behind" in text
    assert told == in_force


def test_pictures_are_small_and_all_shown() -> None:
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    shown = {(document.parent / link).resolve() for document in DOCUMENTS for link in links(document)}
    assert [named(picture) for picture in pictures if picture not in shown] == []
    assert {
        named(picture): picture.stat().st_size
        for picture in pictures
        if picture.stat().st_size > BIGGEST_PICTURE
    } == {}


def test_pictures_are_as_wide_as_a_screen_or_a_phone() -> None:
    widths = {}
    for picture in (ROOT / "docs" / "images").glob("*.png"):
        header = picture.read_bytes()[:24]
        widths[picture.stem] = struct.unpack(">I", header[16:20])[0]
    phones = {name: width for name, width in widths.items() if width == 360}
    assert sorted(phones) == ["phone"]
    assert {width for name, width in widths.items() if name not in phones} == {1280}


def test_no_link_is_quietly_skipped() -> None:
    """The reader of links sees what a reader sees."""
    assert list(links(ROOT / "README.md")).count("LICENSE") == 1
    assert dead_end(ROOT / "README.md", "docs/nowhere.md") == "docs/nowhere.md: no such file"
    assert dead_end(ROOT / "README.md", "docs/search.md#nothing") == "docs/search.md#nothing: no such heading"
    assert dead_end(ROOT / "README.md", "../elsewhere") == "../elsewhere: no such file"
    assert dead_end(ROOT / "README.md", "docs/search.md#reasons") is None
