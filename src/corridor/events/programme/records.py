"""Rooms and sessions as a sheet has them, out of the tables and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from corridor.events.models import Event, Room, Session
from corridor.kernel.i18n import zones
from corridor.kernel.sheets.cells import folded

from .columns import NUMBER, ROOM, SESSION, WHAT
from .parts import hours_in

Record = dict[str, Any]  # by the names of columns, as JSON can hold it


def records(event: Event) -> tuple[list[Record], set[str]]:
    """Rooms, then sessions, and the languages of their texts."""
    rooms = [of_room(one) for one in event.rooms.all()]
    sessions = [of_session(one, event.zone) for one in event.sessions.select_related("room")]
    languages = {code for one in sessions for name in ("title", "summary") for code in one[name]}
    return rooms + sessions, languages | {event.language}


def of_room(room: Room) -> Record:
    return {
        NUMBER: room.pk,
        WHAT: ROOM,
        "room": room.name,
        "building": room.building,
        "places": room.capacity,
        "tables": room.tables,
        "equipment": list(room.equipment),
        "online": room.is_online,
        "link": room.link,
    }


def of_session(session: Session, zone: str) -> Record:
    hours = hours_in(session, zone)
    return {
        NUMBER: session.pk,
        WHAT: SESSION,
        "title": session.title,
        "summary": session.summary,
        "kind": session.kind,
        "speakers": session.speakers,
        "day": hours["day"].isoformat(),
        "begins": f"{hours['begins']:%H:%M}",
        "ends": f"{hours['ends']:%H:%M}",
        "room": session.room.name if session.room else "",
        "places": session.capacity,
    }


def room_values(record: Record) -> dict[str, Any]:
    return {
        "name": record["room"],
        "building": record["building"],
        "capacity": record["places"],
        "tables": record["tables"],
        "equipment": record["equipment"],
        "is_online": record["online"],
        "link": record["link"],
    }


def session_values(event: Event, record: Record, rooms: Iterable[Room]) -> dict[str, Any]:
    starts, ends = instants(event, record)
    return {
        **{name: record[name] for name in ("kind", "title", "summary", "speakers")},
        "room_id": next((one.pk for one in rooms if folded(one.name) == folded(record["room"])), None),
        "starts_at": starts,
        "ends_at": ends,
        "capacity": record["places"],
    }


def instants(event: Event, record: Record) -> tuple[datetime, datetime]:
    """``Refused`` where the clocks at the event do not show this hour on this day."""
    day = date.fromisoformat(record["day"])
    starts, ends = (
        zones.instant(day, time.fromisoformat(record[name]), event.zone) for name in ("begins", "ends")
    )
    return starts, ends
