"""Every write to minutes and to the meeting while it runs, in one place for those who call them."""

from .approving import (
    approve,
    approve_due,
    change_audience,
    comment,
    correct_passage,
    open_for_comments,
    settle_comment,
)
from .running import WrongCode, check_in, close_meeting, note_came, note_walk_in, open_meeting
from .writing import open_minutes, save_passage, settle_clash

__all__ = [
    "WrongCode",
    "approve",
    "approve_due",
    "change_audience",
    "check_in",
    "close_meeting",
    "comment",
    "correct_passage",
    "note_came",
    "note_walk_in",
    "open_for_comments",
    "open_meeting",
    "open_minutes",
    "save_passage",
    "settle_clash",
    "settle_comment",
]
