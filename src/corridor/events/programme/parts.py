"""Rooms, sessions and questions as values: what is written, compared and told in the journal."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from corridor.events.models import Question, Room, Session

Part = Room | Session | Question
FIELDS: Final[Mapping[type[Part], tuple[str, ...]]] = {
    Room: ("name", "building", "capacity", "tables", "equipment", "is_online", "link"),
    Session: (*("kind", "title", "summary", "speakers", "room_id", "starts_at", "ends_at"), "capacity"),
    Question: ("kind", "text", "options", "is_required", "number"),
}


def said(part: Part) -> dict[str, Any]:
    """What it says, as JSON can hold it."""
    values = {name: getattr(part, name) for name in FIELDS[type(part)]}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


def version_of(part: Part) -> int:
    """They count no versions: two are the same if they say the same. A checksum of 31 bits, against
    lost updates."""
    return zlib.crc32(json.dumps(said(part), sort_keys=True).encode()) & 0x7FFFFFFF


def hours_in(session: Session, zone: str) -> dict[str, Any]:
    """What clocks in ``zone`` show."""
    starts, ends = (moment.astimezone(ZoneInfo(zone)) for moment in (session.starts_at, session.ends_at))
    return {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}
