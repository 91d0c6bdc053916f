"""Answering a poll: among the meeting's pages, or with the key from the mail. GET changes nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.errors import NotFound
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.zones import ZONES
from corridor.meetings.enums import Suits, Via
from corridor.meetings.polls import actions, queries, wording
from corridor.meetings.polls.forms import AnswerForm
from corridor.meetings.polls.models import Poll, PollInvitee
from corridor.meetings.queries import meeting_for_members
from corridor.members.views import see_other

from .results import page


@login_required
@require_POST
def answers(request: Request, slug: str, pk: int) -> HttpResponse:
    poll = queries.poll_of(meeting_for_members(request.viewer, slug, pk))
    invitee = queries.invitee_of(poll, request.user)
    if invitee is None:
        raise NotFound
    form = answer_form(invitee, poll, request.POST)
    if not form.is_valid():
        return page(request, poll, form=form, status=422)
    _save(invitee, form, Via.PAGE, request.user)
    messages.success(request, _("Thank you, your answer is kept. You can change it until the poll closes."))
    return see_other("meetings:poll", slug, pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_key(request: HttpRequest, key: str) -> HttpResponse:
    """For everybody who was asked, without signing in. It shows nobody else's answers."""
    invitee, poll = queries.invitee_by_key(key)
    form = answer_form(invitee, poll, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _save(invitee, form, Via.LINK, invitee.person)
        messages.success(
            request, _("Thank you, your answer is kept. You can change it until the poll closes.")
        )
        return see_other("meetings:poll-by-key", key)
    return _alone(request, invitee, poll, form)


def _alone(request: HttpRequest, invitee: PollInvitee, poll: Poll, form: AnswerForm) -> HttpResponse:
    zone = _zone(request, invitee)
    context = {
        "poll": poll,
        "meeting": poll.meeting,
        "invitee": invitee,
        "form": form,
        "slots": slots_to_answer(poll, form, zone),
        "zone": zone,
        "zones": ZONES,
        "closes": wording.told(poll.closes_at, poll.closes_at, zone, zone).here,
    }
    response = render(request, "meetings/polls/by_key.html", context, status=422 if form.errors else 200)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _zone(request: HttpRequest, invitee: PollInvitee) -> str:
    """Another than the one that was written down for a guest, if they want to look."""
    wanted = request.GET.get("zone", "")
    return wanted if wanted in ZONES else wording.zone_of(invitee)


def answer_form(invitee: PollInvitee, poll: Poll, sent: Any = None) -> AnswerForm:
    slots = [slot.pk for slot in queries.slots_of(poll)]
    return AnswerForm(sent, slots=slots, said=queries.answers_of(invitee), note=invitee.note)


def slots_to_answer(poll: Poll, form: AnswerForm, zone: str) -> list[dict[str, Any]]:
    return [
        {
            "name": f"slot_{slot.pk}",
            "number": number,
            "time": wording.told(slot.starts_at, slot.ends_at, zone, poll.meeting.zone),
            "choices": Suits.choices,
            "said": form[f"slot_{slot.pk}"].value() or "",
        }
        for number, slot in enumerate(queries.slots_of(poll), 1)
    ]


def _save(invitee: PollInvitee, form: AnswerForm, via: Via, by: Any) -> None:
    note = form.cleaned_data["note"]
    actions.answer_poll(invitee=invitee, answers=form.answers, via=via, by=by, note=note)
