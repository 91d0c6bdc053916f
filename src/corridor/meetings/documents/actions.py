"""Writes to a meeting's documents: file and row together, or neither."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from corridor.kernel import journal
from corridor.meetings.models import AgendaItem, Document, Meeting

from . import storing
from .contents import kind_of
from .names import clean_name


def add_document(
    *, by: Any, meeting: Meeting, file: UploadedFile, title: str = "", item: AgendaItem | None = None
) -> Document:
    """Refused where the content is none of the accepted kinds; without a title its name is that."""
    kind = kind_of(file, file.name or "")  # type: ignore[arg-type] # it reads and seeks like a file
    name, uid = clean_name(file.name or "", kind.suffix), uuid.uuid4()
    file.seek(0)
    digest = storing.store(uid, file.chunks())
    try:
        with transaction.atomic():
            document = Document.objects.create(
                uid=uid,
                meeting=meeting,
                item=item,
                title=title or name,
                file_name=name,
                content_type=kind.media_type,
                size=file.size or 0,
                digest=digest,
                added_by=by,
            )
            told = {"meeting": meeting.pk, "title": document.title, "digest": digest}
            journal.record("add-document", document, by=by, after=told)
    except BaseException:
        storing.discard(uid)
        raise
    return document


def remove_document(*, by: Any, document: Document) -> None:
    with transaction.atomic():
        told = {"meeting": document.meeting_id, "title": document.title, "digest": document.digest}
        journal.record("remove-document", document, by=by, before=told)
        transaction.on_commit(partial(storing.discard, document.uid))
        document.delete()
