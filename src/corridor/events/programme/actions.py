"""Writes to the programme: one after the other for each event, which is locked meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from corridor.events.models import Event, Room, Session
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.kernel.i18n import zones

from .parts import Part, said, version_of

ONE_AT_A_TIME: Final = "room_one_session_at_a_time"
ROOM_ONCE: Final = "room_once"


def add_part(*, by: Any, part: Part, values: Mapping[str, Any]) -> Part:
    """``part`` is new and knows its event; ``values`` are those of ``parts.FIELDS``."""
    with changing(part.event):
        _write(part, values)
        journal.record("add-to-programme", part.event, by=by, after=_told(part))
    return part


def edit_part(*, by: Any, part: Part, version: int, values: Mapping[str, Any]) -> Part:
    with changing(part.event):
        kept: Part = _fresh(part)
        if version_of(kept) != version:
            raise Conflict
        before = _told(kept)
        _write(kept, values)
        journal.record("edit-programme", kept.event, by=by, before=before, after=_told(kept))
    return kept


def remove_part(*, by: Any, part: Part) -> None:
    with changing(part.event):
        kept = _fresh(part)
        journal.record("remove-from-programme", kept.event, by=by, before=_told(kept))
        kept.delete()


@contextmanager
def changing(event: Event) -> Iterator[Event]:
    with transaction.atomic():
        yield Event.objects.select_for_update(no_key=True).get(pk=event.pk)


@contextmanager
def changing_places() -> Iterator[None]:
    """Sessions may swap rooms and hours: whether two overlap is asked when all of them are written, with an
    ``IntegrityError``."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"set constraints {ONE_AT_A_TIME} deferred")
        yield
        cursor.execute(f"set constraints {ONE_AT_A_TIME} immediate")


def _fresh(part: Part) -> Any:
    if kept := type(part).objects.select_related("event").filter(pk=part.pk).first():
        return kept
    raise NotFound


def _told(part: Part) -> dict[str, Any]:
    """Without the link, which lets somebody in."""
    values = {name: value for name, value in said(part).items() if name != "link"}
    return {"part": part._meta.model_name, "id": part.pk, **values}  # noqa: SLF001


def _write(part: Part, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(part, name, value)
    if isinstance(part, Session):
        check_hours(part)
    try:
        with transaction.atomic():
            part.save()
    except IntegrityError as error:
        raise Refused(_why(part, str(error))) from None


def check_hours(session: Session) -> None:
    event = session.event
    if session.starts_at < event.starts_at or session.ends_at > event.ends_at:
        whole = zones.span(event.starts_at, event.ends_at, event.zone)
        told = {"starts": in_words(whole.starts), "ends": in_words(whole.ends)}
        raise Refused(_("A session lies within the event: from %(starts)s to %(ends)s.") % told)


def in_words(moment: Any) -> str:
    return f"{moment:%Y-%m-%d} {zones.clock(moment)}"


def _why(part: Part, error: str) -> str:
    if ONE_AT_A_TIME in error and isinstance(part, Session):
        return _overlap(part)
    if ROOM_ONCE in error and isinstance(part, Room):
        return _("Another room of this event is called “%(name)s”.") % {"name": part.name}
    raise AssertionError(error)


def _overlap(session: Session) -> str:
    there = overlapping(session)
    if there is None:
        return _("Another session is in this room at this time.")
    hours = zones.span(there.starts_at, there.ends_at, session.event.zone).hours
    told = {"session": str(there), "hours": hours, "room": str(session.room)}
    return _("“%(session)s” is in %(room)s from %(hours)s. A room has one session at a time.") % told


def overlapping(session: Session) -> Session | None:
    """The first other session that is in the same room at the same time."""
    others = Session.objects.filter(room=session.room).exclude(pk=session.pk)
    return others.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at).first()
