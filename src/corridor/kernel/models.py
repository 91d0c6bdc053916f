from .journal import JournalEntry
from .search.models import (
    SearchAlignment,
    SearchConcept,
    SearchEntry,
    SearchLexeme,
    SearchMeaning,
    SearchPassage,
    SearchPosting,
    SearchText,
    SearchVector,
)

__all__ = [
    "JournalEntry",
    "SearchAlignment",
    "SearchConcept",
    "SearchEntry",
    "SearchLexeme",
    "SearchMeaning",
    "SearchPassage",
    "SearchPosting",
    "SearchText",
    "SearchVector",
]
