"""Where rooms above the kernel say what is searchable, and in which words.

A room registers a ``Source`` per kind of record, once, when the installation starts; the vocabulary
registers its phrases and parallel texts. The kernel asks them and never imports them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from corridor.kernel.audience import Audience


@dataclass(frozen=True)
class About:
    """A target (concept, official term) that a record is tagged with; ``strength`` from 0 to 1."""

    target: str
    strength: float = 1.0


@dataclass(frozen=True)
class Document:
    """A record as search sees it. ``texts`` maps a language to the text in it (the title is added: that of
    ``titles`` in this language, else ``title``); ``address`` is the page's path below the language;
    ``facets`` are ``(name, code)``. ``standing``, from above 0 to 1, is the share of its score that counts
    and comes before the title in lists: what is out of date sinks without being hidden."""

    record_id: int
    title: str
    texts: Mapping[str, str]
    address: str
    audience: str = Audience.PUBLIC
    scope: int | None = None
    facets: Sequence[tuple[str, str]] = ()
    about: Sequence[About] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    standing: float = 1.0


class Source(Protocol):
    """One kind of searchable record."""

    kind: str

    def documents(self, ids: Iterable[int] | None) -> Iterator[Document]:
        """The records with these ids, or all; one that is gone is simply not among them."""
        ...


@dataclass(frozen=True)
class Phrase:
    """Words that name a target; ``language`` is empty for codes, which mean the same everywhere."""

    text: str
    language: str | None
    target: str


@dataclass(frozen=True)
class Terminology:
    """The vocabulary as search uses it. ``broader`` leads from a target to wider ones, with the
    share of its meaning that survives; ``label`` names a target in a language; ``everyday`` are
    sentences by language with the targets that answer them."""

    digest: str
    phrases: Sequence[Phrase]
    broader: Mapping[str, Sequence[tuple[str, float]]]
    label: Callable[[str, str], str]
    parallel: Sequence[Mapping[str, str]]
    meanings: Sequence[tuple[tuple[str, ...], Mapping[str, str]]]

    @cached_property
    def narrower(self) -> Mapping[str, Sequence[str]]:
        """``broader`` the other way round."""
        found: dict[str, list[str]] = {}
        for target, wider in self.broader.items():
            for above, _share in wider:
                found.setdefault(above, []).append(target)
        return found


@dataclass(frozen=True)
class Place:
    """A name of a place in one language, and the facet that means it."""

    name: str
    facet: str
    code: str


@dataclass(frozen=True)
class FacetKind:
    """A facet: its title and its values' labels, both in the reader's language. ``of`` are the kinds of
    records that it is offered for; empty means all. Lower ``order`` comes first."""

    name: str
    title: Callable[[], str]
    label: Callable[[Sequence[str], str], Mapping[str, str]]  # codes, language -> label by code
    of: tuple[str, ...] = ()
    order: int = 50

    def is_for(self, kinds: Sequence[str]) -> bool:
        """Whether a question about these ``kinds`` (none: about all) may be narrowed by it."""
        return not self.of or not kinds or not set(kinds).isdisjoint(self.of)


@dataclass
class Registry:
    sources: dict[str, Source] = field(default_factory=dict)
    at_place: dict[str, Callable[[str], str]] = field(default_factory=dict)
    facets: dict[str, FacetKind] = field(default_factory=dict)
    terminology: Callable[[], Terminology] | None = None
    places: Callable[[str], Sequence[Place]] | None = None

    def in_order(self) -> list[FacetKind]:
        return sorted(self.facets.values(), key=lambda kind: kind.order)


registry = Registry()


def register_source(source: Source, *, at_place: Callable[[str], str] | None = None) -> None:
    """``at_place`` says in the reader's language what it means that such a record has the facet of a place
    that the question names; without it, that the record is there."""
    registry.sources[source.kind] = source
    if at_place:
        registry.at_place[source.kind] = at_place


def register_facet(facet: FacetKind) -> None:
    registry.facets[facet.name] = facet


def register_terminology(read: Callable[[], Terminology]) -> None:
    registry.terminology = read


def register_places(read: Callable[[str], Sequence[Place]]) -> None:
    """``read(language)`` gives names of places in that language."""
    registry.places = read


def terminology() -> Terminology:
    """The registered vocabulary; an empty one where no room registered any."""
    if registry.terminology is None:
        return Terminology("", (), {}, lambda target, _language: target, (), ())
    return registry.terminology()


def changed(kind: str, ids: Iterable[int]) -> None:
    """Records were written or removed: project them anew, in the caller's transaction.

    Words are searchable at once; meaning follows when the worker has encoded what is new.
    """
    from .indexing import project
    from .jobs import encode_soon

    project(kind, list(ids))
    encode_soon()
