"""What the kernel's own tables hold about people: the journal, which forgets names and stays whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .journal import JournalEntry
from .privacy import ACCOUNT, Personal, register_tables
from .traces import ERASED, Traces

AT_ONCE = 500
IMPERSONAL = {
    "kernel.SearchEntry": "addresses of pages about public records",
    "kernel.SearchSegment": "names of files, drawn by lot",
    "kernel.SearchMeaning": "official concepts and sentences that explain them",
    "kernel_cache": "remembered answers and counts of attempts, under digests; nothing stays over an hour",
}


def export(person: Any) -> Iterable[Mapping[str, Any]]:
    """What the person did, without the values (they may be about others), and what was done to their
    account, with them."""
    for entry in JournalEntry.objects.filter(_about(person) | Q(by=person)).order_by("id").iterator():
        yield _told(entry, person)


def _told(entry: JournalEntry, person: Any) -> dict[str, Any]:
    names = ("at", "verb", "record_type", "record_id")
    told = {name: getattr(entry, name) for name in names} | {"by": entry.by_id == person.pk}
    if (entry.record_type, entry.record_id) == (ACCOUNT, str(person.pk)):
        return told | {"before": entry.before, "after": entry.after}
    return told | {"fields": sorted({*entry.before, *entry.after})}


def erase(person: Any) -> None:
    """Every value in the entries about the account goes; who did what stays, under no name."""
    entries = JournalEntry.objects.filter(_about(person)).exclude(before={}, after={})
    _rewrite(entries, lambda values: dict.fromkeys(values, ERASED))


def sweep(words: frozenset[str]) -> None:
    """Name and address go from the entries about other records."""
    traces = Traces(words)
    _rewrite(traces.rows_of(JournalEntry.objects.all(), "before", "after"), traces.without)


def _about(person: Any) -> Q:
    return Q(record_type=ACCOUNT, record_id=str(person.pk))


def _rewrite(entries: Any, change: Any) -> None:
    changed = []
    for entry in entries.iterator(AT_ONCE):
        before, after = change(entry.before), change(entry.after)
        if (before, after) != (entry.before, entry.after):
            entry.before, entry.after = before, after
            changed.append(entry)
    with connection.cursor() as cursor:  # the database lets the journal lose a value, and nothing else
        cursor.execute("select set_config('corridor.forgetting', 'on', true)")
        JournalEntry.objects.bulk_update(changed, ["before", "after"], batch_size=AT_ONCE)
        cursor.execute("select set_config('corridor.forgetting', '', true)")


TABLE = Personal(
    model="kernel.JournalEntry",
    title=_("Journal"),
    columns={
        "by": _("who did it, so that everybody in the group can see how a record came to be"),
        "before": _("what the record said before, so that a mistake can be undone"),
        "after": _("what it said afterwards"),
    },
    basis="legitimate interest",
    kept=_("as long as the records that it is about; after an erasure without your name"),
    seen_by=_("the owners of the record and the operator"),
    export=export,
    erase=erase,
    sweep=sweep,
)


def register() -> None:
    register_tables([TABLE], IMPERSONAL)
