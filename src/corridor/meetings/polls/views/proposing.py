"""A moderator looks for a date: says what is wanted, sees what is proposed and why, and asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from corridor.kernel.errors import Conflict, CorridorError, Refused
from corridor.kernel.http.request import Request
from corridor.meetings import times
from corridor.meetings.models import Meeting
from corridor.meetings.polls import actions, proposing, queries, reasons, wording
from corridor.meetings.polls.asked import Asked, people_of
from corridor.meetings.polls.forms import GuestForms, SearchForm, slots_in
from corridor.meetings.polls.proposing import TICKED, Proposed, Slot, Wish
from corridor.meetings.queries import meeting_for_preparing
from corridor.members.views import see_other

OPEN = "open"


@dataclass
class Search:
    """The page's forms as far as they are filled in."""

    meeting: Meeting
    candidates: list[Asked]
    form: SearchForm
    guests: Any
    asked: frozenset[str]
    required: frozenset[str]

    def is_valid(self) -> bool:
        valid = self.form.is_valid()
        if not self.guests.is_valid() or not valid:
            return False
        if not self.people:
            self.form.add_error(None, _("Say who is asked."))
        return not self.form.errors

    @property
    def people(self) -> tuple[Asked, ...]:
        places = {one.hub_id: one for one in self.candidates if one.hub_id}
        chosen = [
            replace(one, required=one.key in self.required)
            for one in self.candidates
            if one.key in self.asked
        ]
        return (*chosen, *(form.asked(places) for form in self.guests.written))

    @property
    def wish(self) -> Wish:
        data = self.form.cleaned_data
        return Wish(data["first"], data["last"], data["minutes"], self.meeting.zone, self.people)

    @property
    def ticked(self) -> list[datetime]:
        sent: Any = self.form.data
        return slots_in(sent.getlist("slot")) if self.form.is_bound else []

    def slots(self) -> list[Slot]:
        """Those ticked and those of the moderator's own, each with its reasons as they are now."""
        wish = self.wish
        known = {one.at: one for one in proposing.propose(self.meeting, wish).slots}
        wanted = sorted({*self.ticked, *self.form.cleaned_data["own"]})
        others = proposing.weigh(self.meeting, wish, [at for at in wanted if at not in known])
        return [(known | others)[at] for at in wanted]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_poll(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    if not queries.may_have_poll(meeting):
        raise Conflict(_("The date of this meeting is fixed, or the meeting is cancelled."))
    search = _search(request, meeting)
    if request.method != "POST":
        return _page(request, search)
    if not search.is_valid():
        return _page(request, search, status=422)
    if OPEN in request.POST:
        return _open(request, search)
    return _page(request, search, proposed=proposing.propose(meeting, search.wish))


def _search(request: Request, meeting: Meeting) -> Search:
    candidates = people_of(meeting.group)
    sent = request.POST if request.method == "POST" else None
    hubs = sorted({(one.hub_id, one.hub) for one in candidates if one.hub_id}, key=lambda pair: pair[1])
    usual = frozenset(one.key for one in candidates if one.usually)
    return Search(
        meeting,
        candidates,
        SearchForm(sent, meeting=meeting),
        GuestForms(sent, prefix="guest", form_kwargs={"hubs": hubs}),
        frozenset(sent.getlist("who")) if sent is not None else usual,
        frozenset(sent.getlist("must")) if sent is not None else frozenset(),
    )


def _open(request: Request, search: Search) -> HttpResponse:
    data = search.form.cleaned_data
    try:
        poll = actions.open_poll(
            by=request.user,
            meeting=search.meeting,
            minutes=data["minutes"],
            closes_at=data["closes_at"],
            people=search.people,
            slots=search.slots(),
        )
    except (Refused, Conflict) as error:
        return _refused(request, search, error)
    messages.success(request, _("The poll is open, and everybody has been asked."))
    return see_other("meetings:poll", search.meeting.group.slug, poll.meeting_id)


def _refused(request: Request, search: Search, error: CorridorError) -> HttpResponse:
    search.form.add_error(None, str(error.text))
    proposed = proposing.propose(search.meeting, search.wish)
    return _page(request, search, proposed=proposed, status=int(error.status))


def _page(
    request: Request, search: Search, *, proposed: Proposed | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "meeting": search.meeting,
        "tab": "poll",
        "form": search.form,
        "guests": search.guests,
        "has_guests": bool(search.guests.is_bound and search.guests.written),
        "people": _by_hub(search),
        "hide_people": proposed is not None,
        "proposed": proposed,
        "slots": _shown(request, search, proposed) if proposed else [],
    }
    return render(request, "meetings/polls/new.html", context, status=status)


def _by_hub(search: Search) -> list[dict[str, Any]]:
    hubs: dict[str, dict[str, Any]] = {}
    for one in search.candidates:
        of_hub = hubs.setdefault(one.hub, {"hub": one.hub, "people": []})
        asked, required = one.key in search.asked, one.key in search.required
        of_hub["people"].append({"asked": one, "is_asked": asked, "is_required": required})
    return list(hubs.values())


def _shown(request: Request, search: Search, proposed: Proposed) -> list[Mapping[str, Any]]:
    """Proposed slots and those that were ticked before; the best few are ticked at first."""
    people = {one.key: one for one in search.people}
    zone = times.zone_of(request.user, search.meeting)
    ticked = set(search.ticked)
    return [
        {
            "value": slot.at.isoformat(),
            "time": wording.told(slot.at, slot.ends_at, zone, search.meeting.zone),
            "why": reasons.sentences(slot.reasons, people),
            "rank": rank,
            "is_ticked": slot.at in ticked if ticked else rank <= TICKED,
        }
        for rank, slot in enumerate(proposed.slots, 1)
    ]
