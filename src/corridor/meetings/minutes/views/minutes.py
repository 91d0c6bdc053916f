"""Minutes as their audience reads them, and as they become approved."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.kernel.remembering import Asked, asked, part
from corridor.meetings import queries as meeting_queries
from corridor.meetings import rules as meeting_rules
from corridor.meetings.minutes import actions, approving, queries, rules, unchanged
from corridor.meetings.minutes.forms import ApprovalForm, AudienceForm, CommentForm, SettleForm
from corridor.meetings.minutes.models import Comment, Minutes, Passage
from corridor.meetings.models import Meeting
from corridor.members.views import see_other


@require_safe
def minutes(request: Request, slug: str, pk: int) -> HttpResponse:
    try:
        found = queries.minutes_for_viewing(request.viewer, slug, pk)
    except NotFound:
        meeting = meeting_queries.meeting_in(request.viewer, slug, pk)
        return _none_yet(request, meeting)
    return _page(request, found)


def _none_yet(request: Request, meeting: Meeting) -> HttpResponse:
    context = {
        "meeting": meeting,
        "tab": "minutes",
        "is_written": queries.minutes_of(meeting) is not None,
        "may_begin": meeting_rules.takes_part(request.viewer, meeting.group),
        "previous": queries.previous_minutes(meeting, request.viewer),
    }
    return render(request, "meetings/minutes/none.html", context)


def _page(
    request: Request, found: Minutes, *, error: CorridorError | None = None, form: CommentForm | None = None
) -> HttpResponse:
    context = {
        "meeting": found.meeting,
        "tab": "minutes",
        "comment_form": form or CommentForm(),
        "error": error,
    }
    if found.is_approved:
        context["part"] = _remembered(request, found)
    else:
        context |= _told(found, request.viewer, _may(request, found))
    status = int(error.status) if error else 422 if form else 200
    return render(request, "meetings/minutes/minutes.html", context, status=status)


def _remembered(request: Request, found: Minutes) -> SafeString:
    """Approved minutes are read by many, and change with a correction only."""
    meeting = found.meeting
    of = asked(request, meeting.group_id, _may(request, found))
    rows = partial(unchanged.minutes, meeting.pk, found.pk)
    context = partial(_approved, meeting.group.slug, meeting.pk)
    return part(request, "meetings/minutes/parts/whole.html", of, rows, context)


def _approved(slug: str, pk: int, asked: Asked) -> dict[str, Any]:
    return _told(queries.minutes_for_viewing(asked.viewer, slug, pk), asked.viewer, asked.may)


def _may(request: Request, found: Minutes) -> frozenset[str]:
    """What the page offers to this reader."""
    viewer, person = request.viewer, request.user
    offered = {
        "leads": rules.may_approve(person, found),
        "may_write": rules.may_write(viewer, person, found),
        "may_comment": rules.may_comment(viewer, found) and approving.takes_comments(found),
    }
    return frozenset(name for name, is_so in offered.items() if is_so)


def _told(found: Minutes, viewer: Viewer, may: frozenset[str]) -> dict[str, Any]:
    inside = meeting_rules.looks_in(viewer, found.meeting.group)
    said = queries.comments_on(found) if inside else {}
    leads = "leads" in may
    return {
        "meeting": found.meeting,
        "minutes": found,
        "passages": _with_comments(queries.passages_of(found), said),
        "general": said.get(None, []),
        "previous": queries.previous_minutes(found.meeting, viewer),
        "inside": inside,
        "leads": leads,
        "may_write": "may_write" in may,
        "may_comment": "may_comment" in may,
        "by_silence": approving.is_by_silence(found),
        "is_over": found.state == "comments" and not approving.takes_comments(found),
        "objections": sum(one.is_objection and not one.settled_at for of in said.values() for one in of),
        "audience_form": AudienceForm(initial={"audience": found.audience}),
        "approval_form": _approval_form(found) if leads and found.state == "comments" else None,
    }


def _with_comments(passages: list[Passage], said: dict[int | None, list[Comment]]) -> list[Passage]:
    for passage in passages:
        passage.said = said.get(passage.pk, [])  # type: ignore[attr-defined]
    return passages


def _approval_form(found: Minutes, data: Any = None) -> ApprovalForm | None:
    meetings = queries.meetings_that_approve(found)
    return ApprovalForm(data, meetings=meetings) if meetings else None


@login_required
@require_POST
def beginning(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_queries.meeting_for_taking_part(request.viewer, slug, pk)
    actions.open_minutes(by=request.user, meeting=meeting)
    return see_other("meetings:minutes", slug, pk)


@login_required
@require_POST
def comment_period(request: Request, slug: str, pk: int) -> HttpResponse:
    found = queries.minutes_for_leading(request.user, slug, pk)
    form = AudienceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, error=Refused(_("Choose who reads the minutes.")))
    said = _("The minutes are open for comments. Everybody in the group is told.")
    return _done(request, found, said, actions.open_for_comments, audience=form.cleaned_data["audience"])


@login_required
@require_POST
def comments(request: Request, slug: str, pk: int) -> HttpResponse:
    found = queries.minutes_for_viewing(request.viewer, slug, pk)
    if not meeting_rules.takes_part(request.viewer, found.meeting.group):
        raise NotFound
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    values = form.cleaned_data | {"passage": _passage(found, form.cleaned_data["passage"])}
    return _done(
        request, found, _("Thank you. Your comment stands beside the minutes."), actions.comment, **values
    )


def _passage(found: Minutes, pk: int | None) -> Passage | None:
    passage = found.passages.filter(pk=pk).first() if pk else None
    if pk and passage is None:
        raise NotFound
    return passage


@login_required
@require_POST
def settlement(request: Request, slug: str, pk: int, comment: int) -> HttpResponse:
    found = queries.minutes_for_leading(request.user, slug, pk)
    form, about = SettleForm(request.POST), queries.comment_in(found, comment)
    if not form.is_valid():
        return _page(request, found, error=Refused(_("Say what came of the comment.")))
    try:
        actions.settle_comment(by=request.user, comment=about, how=form.cleaned_data["how"])
    except Conflict as error:
        return _page(request, found, error=error)
    messages.success(request, _("Settled."))
    return see_other("meetings:minutes", slug, pk)


@login_required
@require_POST
def approval(request: Request, slug: str, pk: int) -> HttpResponse:
    found = queries.minutes_for_leading(request.user, slug, pk)
    form = _approval_form(found, request.POST)
    if not found.is_approved and (form is None or not form.is_valid()):
        return _page(request, found, error=Refused(_("Choose the meeting that approved them.")))
    if found.is_approved or form is None:
        return see_other("meetings:minutes", slug, pk)
    meeting = Meeting.objects.get(pk=form.cleaned_data["meeting"])
    return _done(request, found, _("The minutes are approved."), actions.approve, meeting=meeting)


@login_required
@require_POST
def audience(request: Request, slug: str, pk: int) -> HttpResponse:
    found = queries.minutes_for_leading(request.user, slug, pk)
    form = AudienceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, error=Refused(_("Choose who reads the minutes.")))
    said = _("Saved.")
    return _done(request, found, said, actions.change_audience, audience=form.cleaned_data["audience"])


def _done(request: Request, found: Minutes, said: str, action: Any, **values: Any) -> HttpResponse:
    try:
        action(by=request.user, minutes=found, **values)
    except (Conflict, Refused) as error:
        return _page(request, queries.minutes().get(pk=found.pk), error=error)
    messages.success(request, said)
    return see_other("meetings:minutes", found.meeting.group.slug, found.meeting_id)
