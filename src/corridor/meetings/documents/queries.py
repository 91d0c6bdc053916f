"""Reads and doors of a meeting's documents: for whoever belongs to the group."""

from __future__ import annotations

from typing import Any

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.meetings.models import Document, Meeting
from corridor.meetings.queries import meeting_for_members, meeting_for_preparing


def documents_of(meeting: Meeting) -> list[Document]:
    return list(Document.objects.filter(meeting=meeting).select_related("added_by"))


def document_for_reading(viewer: Viewer, slug: str, pk: int, document: int) -> Document:
    return _of(meeting_for_members(viewer, slug, pk), document)


def document_for_removing(person: Any, slug: str, pk: int, document: int) -> Document:
    return _of(meeting_for_preparing(person, slug, pk), document)


def _of(meeting: Meeting, document: int) -> Document:
    found = Document.objects.filter(meeting=meeting, pk=document).first()
    if found is None:
        raise NotFound
    return found
