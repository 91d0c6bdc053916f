from .journal import JournalEntry

__all__ = ["JournalEntry"]
