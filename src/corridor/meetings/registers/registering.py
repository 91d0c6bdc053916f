"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.kernel.audience import Audience, Placement, RecordType, Viewer, register_record_type
from corridor.kernel.errors import NotFound
from corridor.kernel.journal import Owned, register_journal_owner, register_verbs
from corridor.meetings import rules
from corridor.meetings.models import Meeting
from corridor.meetings.tabs import register_tab

from . import queries
from .models import Decision

VERBS = {
    "note-decision": _("Decision noted"),
    "supersede-decision": _("Decision took the place of another"),
    "correct-decision": _("Wording of a decision corrected"),
    "change-audience": _("Audience changed"),
    "note-action": _("Action noted"),
    "edit-action": _("Action changed"),
    "close-action": _("Action closed"),
    "reopen-action": _("Action opened again"),
    "say-of-action": _("Remark on an action"),
}


def _stands(decision: Decision) -> Placement:
    return Placement(decision.audience, groups=frozenset({decision.group_id}))


def _page(decision: Decision) -> str:
    return reverse("meetings:decision", args=[decision.group.slug, decision.code])


def _for_the_group(_person: Any, viewer: Viewer, key: str) -> Decision:
    """What became of its wording is for everybody in the group."""
    decision = queries.decision_for_viewing(viewer, key)
    if not rules.looks_in(viewer, decision.group):
        raise NotFound
    return decision


def _in_the_group(meeting: Meeting, viewer: Viewer, _person: Any) -> bool:
    return meeting.group_id in viewer.groups


def register() -> None:
    from . import asking, privacy, waiting

    asking.register()
    privacy.register()
    waiting.register()
    register_verbs(VERBS)
    register_tab("outcomes", pgettext_lazy("meeting", "Outcomes"), "meetings:outcomes", 45, _in_the_group)
    register_record_type(
        RecordType(
            name="decision",
            model="meetings.Decision",
            title=pgettext_lazy("of a meeting", "decision"),
            door=queries.decision_for_viewing,
            placement=_stands,
            audiences=(Audience.GROUP, Audience.NETWORK, Audience.PUBLIC),
            label=lambda decision: decision.code,
            page=_page,
        )
    )
    register_journal_owner(
        Owned(
            name="decision",
            title=pgettext_lazy("of a meeting", "decision"),
            door=_for_the_group,
            label=lambda decision: decision.code,
            page=_page,
        )
    )
