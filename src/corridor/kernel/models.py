from .journal import JournalEntry
from .search.models import (
    SearchAlignment,
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
