"""Registers for other programs: spreadsheets in which every cell is text, and JSON."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from corridor.kernel.audience import Viewer
from corridor.kernel.http.downloads import XLSX, download
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.sheets import write_xlsx
from corridor.meetings.models import Meeting
from corridor.members.models import WorkingGroup

from .attendance import Attendance, Came
from .models import Action, Decision

Row = dict[str, Any]


def decision_rows(decisions: Sequence[Decision], viewer: Viewer) -> list[Row]:
    """Meetings and neighbours only as far as the viewer may see them."""
    groups = {one.group_id for one in decisions}
    seen = set(Decision.objects.visible_to(viewer).filter(group__in=groups).values_list("pk", flat=True))
    meetings = _visible_meetings(decisions, viewer)
    return [_decision(one, seen, meetings) for one in decisions]


def _decision(one: Decision, seen: set[int], meetings: Mapping[int, Meeting]) -> Row:
    newer = getattr(one, "superseded_by", None)
    return {
        "code": one.code,
        "decided_on": _day(one.decided_on),
        "text": one.text,
        "language": one.language,
        "in_force": newer is None,
        "supersedes": one.supersedes.code if one.supersedes and one.supersedes_id in seen else None,
        "superseded_by": newer.code if newer and newer.pk in seen else None,
        "audience": one.audience,
        "meeting": _meeting(meetings.get(one.meeting_id or 0)),
        "url": settings.BASE_URL + reverse("meetings:decision", args=[one.group.slug, one.code]),
    }


def action_rows(actions: Iterable[Action], viewer: Viewer) -> list[Row]:
    rows = list(actions)
    meetings = _visible_meetings(rows, viewer)
    return [_action(one, meetings) for one in rows]


def _action(one: Action, meetings: Mapping[int, Meeting]) -> Row:
    return {
        "code": one.code,
        "text": one.text,
        "language": one.language,
        "owner": one.owner.name if one.owner else None,
        "hub": one.hub.name if one.hub else None,
        "due_on": _day(one.due_on),
        "state": one.state,
        "noted_on": _day(one.noted_on),
        "closed_at": one.closed_at.isoformat() if one.closed_at else None,
        "note": one.closing_note or None,
        "meeting": _meeting(meetings.get(one.meeting_id or 0)),
        "url": settings.BASE_URL + reverse("meetings:action", args=[one.group.slug, one.code]),
    }


def attendance_rows(found: Attendance) -> list[Row]:
    return [
        {
            "hub": row.hub.name,
            "share_percent": row.share,
            "meetings": [
                {
                    "held_on": _day(meeting.held_on),
                    "title": best_text(meeting.title),
                    "attendance": cell.value,
                }
                for meeting, cell in zip(found.meetings, row.cells, strict=True)
            ],
        }
        for row in found.hubs
    ]


def as_json(group: WorkingGroup, name: str, rows: Sequence[Row]) -> HttpResponse:
    return JsonResponse(
        {"group": group.slug, name: rows}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )


def decisions_sheet(group: WorkingGroup, rows: Sequence[Row]) -> HttpResponse:
    header = [
        *(_("Number"), _("Decided on"), _("Decision"), _("State"), _("Takes the place of")),
        *(_("Superseded by"), _("Who can read it"), _("Meeting"), _("Address")),
    ]
    states = {True: pgettext("decision", "in force"), False: pgettext("decision", "superseded")}
    return _sheet(
        f"{group.slug}-decisions",
        header,
        (
            [
                *(row["code"], row["decided_on"], row["text"], states[row["in_force"]], row["supersedes"]),
                *(row["superseded_by"], row["audience"], _title(row), row["url"]),
            ]
            for row in rows
        ),
    )


def actions_sheet(group: WorkingGroup, rows: Sequence[Row]) -> HttpResponse:
    names = ("code", "text", "owner", "hub", "due_on", "state", "noted_on", "closed_at", "note")
    header = [
        *(_("Number"), _("Action"), _("Who"), _("Hub"), _("Until"), _("State"), _("Noted on")),
        *(_("Closed on"), _("What became of it"), _("Meeting"), _("Address")),
    ]
    cells = ([*(row[name] for name in names), _title(row), row["url"]] for row in rows)
    return _sheet(f"{group.slug}-actions", header, cells)


def attendance_sheet(group: WorkingGroup, found: Attendance) -> HttpResponse:
    days = [_day(meeting.held_on) or "" for meeting in found.meetings]
    words = words_of_attendance()
    cells = ([row.hub.name, row.share, *(words[cell] for cell in row.cells)] for row in found.hubs)
    return _sheet(f"{group.slug}-attendance", [_("Hub"), _("Came, in percent"), *days], cells)


def words_of_attendance() -> dict[Came, str]:
    return {
        Came.CAME: pgettext("attendance", "came"),
        Came.EXCUSED: pgettext("attendance", "excused"),
        Came.ABSENT: pgettext("attendance", "absent"),
        Came.NOT_INVITED: pgettext("attendance", "not invited"),
        Came.NO_MEMBER: pgettext("attendance", "not a member"),
    }


def _sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    target = io.BytesIO()
    cells = (["" if value is None else str(value) for value in row] for row in rows)
    write_xlsx(target, header, cells, name=_("Register"))
    return download(target.getvalue(), XLSX, f"{name}.xlsx")


def _visible_meetings(rows: Sequence[Any], viewer: Viewer) -> dict[int, Meeting]:
    """One query."""
    ids = {one.meeting_id for one in rows if one.meeting_id}
    return {one.pk: one for one in Meeting.objects.visible_to(viewer).filter(pk__in=ids)}


def _meeting(meeting: Meeting | None) -> Row | None:
    if meeting is None:
        return None
    return {"held_on": _day(meeting.held_on), "title": best_text(meeting.title)}


def _title(row: Row) -> str:
    return f"{row['meeting']['held_on']} {row['meeting']['title']}" if row["meeting"] else ""


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
