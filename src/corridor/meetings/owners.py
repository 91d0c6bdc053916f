"""Whose the meetings' records are: who reads what became of them, and what the journal's verbs say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.journal import Owned, register_journal_owner, register_verbs

from . import queries, rules
from .models import AgendaItem, Document, Meeting, Minutes, Poll, Vote

VERBS: Final = {
    "create-series": _("Series of meetings made"),
    "edit-series": _("Series of meetings changed"),
    "plan-meeting": _("Meeting planned"),
    "edit-meeting": _("Meeting changed"),
    "fix-date": _("Date fixed"),
    "cancel-meeting": _("Meeting cancelled"),
    "add-document": _("Document added"),
    "remove-document": _("Document removed"),
}


def meeting_of_owner(person: Any, viewer: Viewer, key: str) -> Meeting:
    """For those who prepare the group's meetings."""
    meeting = queries.meeting_for_viewing(viewer, key)
    if not rules.prepares_meetings(person, meeting.group):
        raise NotFound
    return meeting


def _of_meeting(meeting: Meeting) -> Iterable[tuple[str, Iterable[int]]]:
    parts: tuple[Any, ...] = (AgendaItem, Document, Minutes, Poll, Vote)
    for model in parts:
        yield model._meta.label, model.objects.filter(meeting=meeting).values_list("pk", flat=True)  # noqa: SLF001


def register() -> None:
    register_verbs(VERBS)
    register_journal_owner(
        Owned(
            name="meeting",
            title=_("meeting"),
            door=meeting_of_owner,
            label=lambda meeting: best_text(meeting.title),
            page=lambda meeting: reverse("meetings:meeting", args=[meeting.group.slug, meeting.pk]),
            also=_of_meeting,
        )
    )
