from .journal import JournalEntry
from .search.models import (
    SearchAlignment,
    SearchChange,
    SearchConcept,
    SearchEntry,
    SearchGeneration,
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
    "SearchChange",
    "SearchConcept",
    "SearchEntry",
    "SearchGeneration",
    "SearchLexeme",
    "SearchMeaning",
    "SearchPassage",
    "SearchPosting",
    "SearchText",
    "SearchVector",
]
