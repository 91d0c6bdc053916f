"""Decisions and actions noted in the flow of a meeting: from its own page, or from a part of another one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.errors import Refused
from corridor.kernel.http.request import Request
from corridor.meetings.models import Meeting
from corridor.meetings.queries import meeting_for_members, meeting_for_preparing
from corridor.meetings.registers import actions, people
from corridor.meetings.registers.forms import NewActionForm, NewDecisionForm
from corridor.members.views import see_other

DECISION_PART = "meetings/parts/capture_decision.html"
ACTION_PART = "meetings/parts/capture_action.html"


@login_required
@require_safe
def outcomes(request: Request, slug: str, pk: int) -> HttpResponse:
    return _page(request, meeting_for_members(request.viewer, slug, pk))


def _page(request: Request, meeting: Meeting, status: int = 200, **forms: Any) -> HttpResponse:
    context = {"meeting": meeting, "group": meeting.group, "tab": "outcomes"} | forms
    return render(request, "meetings/registers/outcomes.html", context, status=status)


@login_required
@require_POST
def note_decision(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    form = NewDecisionForm(meeting, request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        data.pop("back")
        try:
            noted = actions.note_decision(by=request.user, meeting=meeting, **data)
        except Refused as refusal:
            form.add_error("text", str(refusal.text))
        else:
            said = _("%(code)s is noted.") % {"code": noted.code}
            return _done(request, meeting, form, said, DECISION_PART)
    return _wrong(request, meeting, DECISION_PART, decision_form=form)


@login_required
@require_POST
def note_action(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    form = NewActionForm(meeting, people.owners_in(meeting.group), request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        data.pop("back")
        owner, hub = data.pop("who")
        try:
            noted = actions.note_action(by=request.user, meeting=meeting, owner=owner, hub=hub, **data)
        except Refused as refusal:
            form.add_error("text", str(refusal.text))
        else:
            said = _("%(code)s is noted.") % {"code": noted.code}
            return _done(request, meeting, form, said, ACTION_PART)
    return _wrong(request, meeting, ACTION_PART, action_form=form)


def _done(request: Request, meeting: Meeting, form: Any, said: str, part: str) -> HttpResponse:
    data = form.cleaned_data
    if request.htmx:
        context = {"meeting": meeting, "item": data["item"], "back": data["back"], "said": said}
        return render(request, part, context)
    messages.success(request, said)
    if data["back"].startswith(_own_pages(meeting)):
        return HttpResponse(status=303, headers={"Location": data["back"]})
    return see_other("meetings:outcomes", meeting.group.slug, meeting.pk)


def _wrong(request: Request, meeting: Meeting, part: str, **forms: Any) -> HttpResponse:
    """The part again where a part was asked for: htmx takes no page that says 422."""
    if not request.htmx:
        return _page(request, meeting, 422, **forms)
    (form,) = forms.values()
    item = form.cleaned_data.get("item")
    context = {"meeting": meeting, "item": item, "back": request.POST.get("back", "")}
    return render(request, part, context | forms)


def _own_pages(meeting: Meeting) -> str:
    """Every page of this meeting begins so: nobody is sent elsewhere."""
    return reverse("meetings:meeting", args=[meeting.group.slug, meeting.pk])
