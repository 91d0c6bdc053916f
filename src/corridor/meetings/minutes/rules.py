"""Who may do what with minutes: predicates about a viewer or a person and minutes, named like permissions.

While they are a draft, everybody who takes part writes them. Once they are open for comments, those who
prepare the meetings put in what was said, and everybody else comments. Approved, nobody writes.
"""

from __future__ import annotations

from typing import Any

from corridor.kernel.audience import Viewer
from corridor.meetings import rules
from corridor.meetings.enums import MinutesState
from corridor.meetings.minutes.models import Minutes


def may_write(viewer: Viewer, person: Any, minutes: Minutes) -> bool:
    group = minutes.meeting.group
    if minutes.state == MinutesState.DRAFT:
        return rules.takes_part(viewer, group)
    return minutes.state == MinutesState.COMMENTS and rules.prepares_meetings(person, group)


def may_comment(viewer: Viewer, minutes: Minutes) -> bool:
    return minutes.state == MinutesState.COMMENTS and rules.takes_part(viewer, minutes.meeting.group)


def may_approve(person: Any, minutes: Minutes) -> bool:
    return rules.leads_meetings(person, minutes.meeting.group)
