"""Projects records into the search tables: words at once, meaning when the worker gets to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db import connection, transaction

from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.i18n.languages import DEFAULT

from .folding import fold
from .generation import advance
from .lexemes import configuration
from .models import SearchConcept, SearchEntry, SearchPassage, SearchText
from .passages import cut, digest, encoded_text
from .phrases import phrase_book
from .qdrant.changes import note
from .registry import Document, registry

BATCH = 200  # records in one round of statements
READ_FOR_CONCEPTS = 4000  # characters of a text in which phrases are looked for
SAID = 0.6  # strength of a concept that a record's text names, against 1 for a tag

T = TypeVar("T")


def project(kind: str, ids: Iterable[int] | None = None) -> int:
    """Bring the projection of these records (or all of the kind) up to date; returns how many."""
    source = registry.sources[kind]
    wanted = None if ids is None else list(ids)
    count = 0
    with transaction.atomic():
        touched = _drop_gone(kind, wanted)
        for batch in _batches(source.documents(wanted)):
            _write(kind, batch)
            touched |= {document.record_id for document in batch}
            count += len(batch)
        note(kind, touched)
        advance()
    return count


def _drop_gone(kind: str, ids: Sequence[int] | None) -> set[int]:
    """All are written anew; vectors survive, since they are kept by the digest of their text. Returns the
    records that had been there."""
    entries = SearchEntry.objects.filter(kind=kind)
    those = entries if ids is None else entries.filter(record_id__in=ids)
    gone = set(those.values_list("record_id", flat=True))
    those.delete()
    return gone


def _batches(documents: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write(kind: str, documents: list[Document]) -> None:
    entries = SearchEntry.objects.bulk_create(_entry(kind, document) for document in documents)
    pairs = list(zip(entries, documents, strict=True))
    texts = SearchText.objects.bulk_create(
        text for entry, document in pairs for text in _texts(entry, document)
    )
    SearchPassage.objects.bulk_create(
        (passage for text in texts for passage in _passages(text)), batch_size=2000
    )
    SearchConcept.objects.bulk_create(_concepts(pairs, texts), batch_size=2000)
    index_words([text.pk for text in texts])


def _entry(kind: str, document: Document) -> SearchEntry:
    return SearchEntry(
        kind=kind,
        record_id=document.record_id,
        title=clean_text(document.title)[:500],
        sort_title=fold(document.title)[:500],
        address=document.address,
        audience=document.audience,
        scope=document.scope,
        facets=sorted({f"{name}:{code}" for name, code in document.facets}),
        standing=document.standing,
    )


def _texts(entry: SearchEntry, document: Document) -> list[SearchText]:
    texts = document.texts or {DEFAULT: ""}
    return [
        SearchText(
            entry=entry,
            language=language,
            title=clean_text(document.titles.get(language, entry.title)),
            body=clean_text(body),
        )
        for language, body in texts.items()
    ]


def _passages(text: SearchText) -> list[SearchPassage]:
    return [
        SearchPassage(text=text, position=position, body=body, digest=digest(encoded_text(text.title, body)))
        for position, body in enumerate(cut(text.body))
    ]


def _concepts(pairs: list[tuple[SearchEntry, Document]], texts: list[SearchText]) -> list[SearchConcept]:
    """Tags first; then what the record's own words name and no tag does."""
    found: dict[tuple[int, str], SearchConcept] = {}
    for entry, document in pairs:
        for about in document.about:
            found[entry.pk, about.target] = SearchConcept(
                entry=entry, target=about.target, strength=about.strength
            )
    for text in texts:
        for phrase in phrase_book(text.language).find(f"{text.title}. {text.body[:READ_FOR_CONCEPTS]}"):
            key = (text.entry_id, phrase.target)
            named = SearchConcept(
                entry=text.entry, target=phrase.target, strength=SAID, found=phrase.said[:200]
            )
            if key not in found:
                found[key] = named
            elif not found[key].found:
                found[key].found = named.found
    return list(found.values())


def index_words(ids: list[int]) -> None:
    """Of the texts with these ids."""
    languages = list(SearchText.objects.filter(pk__in=ids).values_list("language", flat=True).distinct())
    configs = [configuration(language) for language in languages]
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"ids": ids, "languages": languages, "configs": configs})
        cursor.execute(_POSTINGS, {"ids": ids})
        cursor.execute(_LENGTHS, {"ids": ids})
        cursor.execute(_LEXEMES, {"ids": ids})


# Each text by the rules of its language.
_WORDS = """
update kernel_searchtext t set words =
    setweight(to_tsvector(c.config::regconfig, unaccent(t.title)), 'A')
    || to_tsvector(c.config::regconfig, unaccent(t.body))
from unnest(%(languages)s::text[], %(configs)s::text[]) as c(language, config)
where t.id = any(%(ids)s) and t.language = c.language
"""
# A word in the title counts twice.
_POSTINGS = """
insert into kernel_searchposting (text_id, language, lexeme, frequency)
select t.id, t.language, left(u.lexeme, 100),
       sum(cardinality(u.positions) + (select count(*) from unnest(u.weights) w where w = 'A'))
from kernel_searchtext t, unnest(t.words) u
where t.id = any(%(ids)s)
group by 1, 2, 3
"""
_LENGTHS = """
update kernel_searchtext t set length = n.total
from (
    select text_id, sum(frequency) as total from kernel_searchposting where text_id = any(%(ids)s) group by 1
) n
where t.id = n.text_id
"""
_LEXEMES = """
insert into kernel_searchlexeme (language, lexeme)
select distinct language, lexeme from kernel_searchposting where text_id = any(%(ids)s)
on conflict do nothing
"""
