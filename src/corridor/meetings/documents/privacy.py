"""What the table of documents holds about people; their contents are the group's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import Traces
from corridor.meetings.models import Document


def register() -> None:
    register_tables([_TABLE])


def _added(person: Any) -> Iterable[Mapping[str, Any]]:
    rows = Document.objects.filter(added_by=person)
    return rows.values("title", "file_name", "added_at", of_meeting=F("meeting_id"))


def _nothing(person: Any) -> None:
    """The document stays; whoever brought it has no name any more."""


def _sweep(words: frozenset[str]) -> None:
    """Names of files may name somebody."""
    traces = Traces(words)
    for document in traces.rows_of(Document.objects.all(), "title", "file_name").iterator():
        kept = traces.without({"title": document.title, "file_name": document.file_name})
        Document.objects.filter(pk=document.pk).update(**kept)


_TABLE = Personal(
    "meetings.Document",
    {
        "added_by": _("who brought it"),
        "title": _("what it is called"),
        "file_name": _("how whoever brought it named the file"),
    },
    "legitimate interest",
    _("as long as the group keeps its records; after an erasure without a name"),
    _added,
    _nothing,
    title=_("Documents of meetings"),
    seen_by=_("people who belong to the group"),
    sweep=_sweep,
)
