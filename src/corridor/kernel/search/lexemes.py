"""Words as PostgreSQL stems them, per language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

# PostgreSQL's names; a language that is missing here or on the server is taken word by word.
CONFIGURATIONS = {
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "sv": "swedish",
}
PLAIN = "simple"
REMEMBERED = 4096  # words per process with their stems


@dataclass(frozen=True)
class QueryWord:
    """A word of the question as the texts of one language hold it; ``weight`` below 1 where the
    word was corrected."""

    language: str
    lexeme: str
    said: str
    weight: float = 1.0


@lru_cache(maxsize=4)
def _available(database: str) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute("select cfgname from pg_ts_config")
        return frozenset(name for (name,) in cursor.fetchall())


def configuration(language: str) -> str:
    """The text search configuration for a language on this server."""
    name = CONFIGURATIONS.get(language, PLAIN)
    return name if name in _available(connection.settings_dict["NAME"]) else PLAIN


Stems = dict[str, list[tuple[str, str]]]  # word -> (language, lexeme)


@lru_cache(maxsize=4)
def _stems(database: str, pairs: tuple[tuple[str, str], ...]) -> Stems:
    """What was stemmed before: a server stems a word the same way each time."""
    return {}


def query_words(words: Sequence[str], languages: Iterable[str]) -> list[QueryWord]:
    """Each word of the question, stemmed as the texts of each language were. Stop words drop out."""
    pairs = tuple((language, configuration(language)) for language in languages)
    known = _stems(str(connection.settings_dict["NAME"]), pairs)
    stems = {word: known[word] for word in words if word in known}
    missing = [word for word in words if word not in stems]
    if missing and pairs:
        stems |= _stemmed(missing, pairs)
        if len(known) > REMEMBERED:
            known.clear()
        known |= stems
    return [QueryWord(language, lexeme, word) for word in words for language, lexeme in stems.get(word, ())]


def _stemmed(words: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Stems:
    stems: Stems = {word: [] for word in words}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select distinct w.said, l.code, u.lexeme
            from unnest(%s::text[], %s::text[]) as l(code, config),
                 unnest(%s::text[]) as w(said),
                 unnest(to_tsvector(l.config::regconfig, unaccent(w.said))) as u
            """,
            [[code for code, _ in pairs], [config for _, config in pairs], list(words)],
        )
        for said, language, lexeme in cursor.fetchall():
            stems[said].append((language, lexeme))
    return stems


def similar_words(missing: Sequence[QueryWord]) -> list[QueryWord]:
    """For words that occur nowhere: the most similar ones that do, by trigrams, in the same language."""
    if not missing:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select m.language, near.lexeme, m.said, near.alike
            from unnest(%s::text[], %s::text[], %s::text[]) as m(language, lexeme, said),
                 lateral (
                    select lexeme, similarity(lexeme, m.lexeme) as alike
                    from kernel_searchlexeme s
                    where s.language = m.language and s.lexeme %% m.lexeme
                    order by alike desc, lexeme limit 3
                 ) near
            where near.alike >= 0.34
            """,
            [[w.language for w in missing], [w.lexeme for w in missing], [w.said for w in missing]],
        )
        return [
            QueryWord(language, lexeme, said, float(alike))
            for language, lexeme, said, alike in cursor.fetchall()
        ]
