"""Who did what to which record, before and after: append-only, by the database's own rule.

Rooms write with ``record`` inside their transactions, give their verbs a title with ``register_verbs``,
and say with ``register_journal_owner`` who may read what became of a record.
"""

from .entries import SECRET_FIELDS, JournalEntry, record, record_many
from .registry import Owned, register_journal_owner, register_verbs

__all__ = [
    "SECRET_FIELDS",
    "JournalEntry",
    "Owned",
    "record",
    "record_many",
    "register_journal_owner",
    "register_verbs",
]
