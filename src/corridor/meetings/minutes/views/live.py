"""The page at the meeting: what is being talked about, how long, what is noted, who is there."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import CorridorError, NotFound
from corridor.kernel.http.request import Request
from corridor.meetings import queries as meeting_queries
from corridor.meetings import rules as meeting_rules
from corridor.meetings.agenda import outcomes
from corridor.meetings.agenda.queries import item_in, items_of
from corridor.meetings.minutes import actions, attendance, queries, rules
from corridor.meetings.minutes.clocks import clock_of
from corridor.meetings.minutes.models import Minutes, Passage
from corridor.meetings.models import Meeting
from corridor.members.views import see_other

STEPS: Final = {
    "begin": outcomes.begin_item,
    "close": outcomes.close_item,
    "postpone": outcomes.postpone_item,
    "reopen": outcomes.reopen_item,
}
PROJECTOR: Final = "projector"


@login_required
@require_safe
def live(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_queries.meeting_for_members(request.viewer, slug, pk)
    return _page(request, meeting)


def _page(request: Request, meeting: Meeting, error: CorridorError | None = None) -> HttpResponse:
    viewer, person = request.viewer, request.user
    items, written = items_of(meeting), queries.minutes_of(meeting)
    running = next((one for one in items if one.began_at and not one.ended_at), None)
    status = int(error.status) if error else 200
    context: dict[str, Any] = {
        "meeting": meeting,
        "tab": "live",
        "items": items,
        "item": running,
        "clock": clock_of(running, written.clock) if running and written else None,  # type: ignore[attr-defined]
        "next": next((one for one in items if one.outcome == "open" and one != running), None),
        "minutes": written,
        "passage": _passage(written, running),
        "may_write": written is not None and rules.may_write(viewer, person, written),
        "takes_part": meeting_rules.takes_part(viewer, meeting.group),
        "leads": meeting_rules.leads_meetings(person, meeting.group),
        "prepares": meeting_rules.prepares_meetings(person, meeting.group),
        "here": attendance.here(meeting),
        "runs": bool(meeting.opened_at and not meeting.closed_at),
        "back": request.path if request.method != "POST" else "",
        "error": error,
    }
    template = "projector" if request.GET.get("view") == PROJECTOR else "live"
    return render(request, f"meetings/minutes/{template}.html", context, status=status)


def _passage(written: Minutes | None, item: Any) -> Passage | None:
    """Of the item that runs; between items, the one for everything else."""
    if written is None:
        return None
    return written.passages.filter(item=item).select_related("item").first()


@login_required
@require_POST
def item(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    """Begin, close or postpone an item, or open it again."""
    meeting = meeting_queries.meeting_for_leading(request.user, slug, pk)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise NotFound
    try:
        step(by=request.user, item=item_in(meeting, item))
        actions.open_minutes(by=request.user, meeting=meeting)  # an item may be new on the agenda
    except CorridorError as error:
        if isinstance(error, NotFound):
            raise
        return _page(request, meeting, error)
    return see_other("meetings:live", slug, pk)


@login_required
@require_POST
def opening(request: Request, slug: str, pk: int) -> HttpResponse:
    return _step(request, slug, pk, actions.open_meeting, _("The meeting is open."))


@login_required
@require_POST
def closing(request: Request, slug: str, pk: int) -> HttpResponse:
    return _step(request, slug, pk, actions.close_meeting, _("The meeting is closed."))


def _step(request: Request, slug: str, pk: int, action: Any, said: str) -> HttpResponse:
    meeting = meeting_queries.meeting_for_leading(request.user, slug, pk)
    try:
        action(by=request.user, meeting=meeting)
    except CorridorError as error:
        return _page(request, meeting, error)
    messages.success(request, said)
    return see_other("meetings:live", slug, pk)
