"""What a schedule must satisfy, named so that a conflict can be told in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Must(StrEnum):
    ATTEND = "attend"  # a participant has all meetings of hers that are required
    BE_AWAY = "be away"  # a participant has no meeting in forbidden slots
    BE_FIXED = "be fixed"  # a meeting is in its fixed slot
    BE_AS_WISHED = "be as wished"  # a meeting is in one of the slots asked for
    FIT_TABLES = "fit tables"  # in a slot
    BE_BEFORE = "be before"  # the first meeting before the second
    BE_FAIR = "be fair"  # the spread of breaks


@dataclass(frozen=True, order=True)
class Demand:
    """``subject``: the participant, the meeting or meetings, or the slot, from 0."""

    must: Must
    subject: tuple[int, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Demands that no schedule keeps together. If ``minimal``, none of them can be left out of that."""

    demands: tuple[Demand, ...]
    minimal: bool
