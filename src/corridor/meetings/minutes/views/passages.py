"""One passage of minutes: written by several people at once, its clashes settled, corrected afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, NotFound
from corridor.kernel.http.request import Request
from corridor.meetings.minutes import actions, queries, rules
from corridor.meetings.minutes.forms import ClashForm, CorrectionForm, PassageForm
from corridor.meetings.minutes.models import Clash, Passage
from corridor.meetings.minutes.writing import Approved, Saved
from corridor.members.views import see_other

JSON = "application/json"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def passage(request: Request, slug: str, pk: int, passage: int) -> HttpResponse:
    """A form for the text. A script sends it as somebody types, and takes the merged text as an answer."""
    found = queries.passage_for_members(request.viewer, slug, pk, passage)
    by_script = request.headers.get("Accept") == JSON
    if request.method != "POST":
        return _page(request, found, PassageForm(initial={"base": found.text, "text": found.text}))
    if not rules.may_write(request.viewer, request.user, found.minutes):
        raise Approved if found.minutes.is_approved else NotFound
    form = PassageForm(request.POST)
    if not form.is_valid():
        if by_script:
            return JsonResponse({"error": form.errors.as_json()}, status=422)
        return _page(request, found, form, status=422)
    saved = actions.save_passage(by=request.user, passage=found, **form.cleaned_data)
    return _as_json(saved) if by_script else _saved(request, found, saved)


def _as_json(saved: Saved) -> JsonResponse:
    told = {"text": saved.passage.text, "version": saved.passage.version, "clashes": len(saved.clashes)}
    return JsonResponse(told)


def _saved(request: Request, passage: Passage, saved: Saved) -> HttpResponse:
    if saved.clashes:
        fresh = {"base": saved.passage.text, "text": saved.passage.text}
        passage.text = saved.passage.text
        return _page(request, passage, PassageForm(initial=fresh), status=409)
    messages.success(request, _("Saved."))
    return _back(request, passage)


def _back(request: Request, passage: Passage) -> HttpResponse:
    """To the page that the form was on, or to the passage in the minutes."""
    meeting = passage.minutes.meeting
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponse(status=303, headers={"Location": back})
    answer = see_other("meetings:minutes", meeting.group.slug, meeting.pk)
    answer["Location"] += f"#passage-{passage.pk}"
    return answer


def _page(
    request: Request, passage: Passage, form: Any, *, status: int = 200, error: CorridorError | None = None
) -> HttpResponse:
    clashes = Clash.objects.filter(passage=passage, settled_at=None).select_related("by")
    context = {
        "meeting": passage.minutes.meeting,
        "tab": "minutes",
        "minutes": passage.minutes,
        "passage": passage,
        "form": form,
        "clashes": clashes,
        "error": error,
        "may_write": rules.may_write(request.viewer, request.user, passage.minutes),
        "others_wrote": status == 409 and error is None,  # noqa: PLR2004 - both versions were kept
    }
    return render(request, "meetings/minutes/passage.html", context, status=status)


@login_required
@require_safe
def text(request: Request, slug: str, pk: int, passage: int) -> HttpResponse:
    """What the passage says now, for a script that has ``version``; nothing where that is the newest."""
    found = queries.passage_for_members(request.viewer, slug, pk, passage)
    if request.GET.get("version") == str(found.version):
        return HttpResponse(status=204)
    return JsonResponse({"text": found.text, "version": found.version})


@login_required
@require_POST
def clash(request: Request, slug: str, pk: int, clash: int) -> HttpResponse:
    minutes = queries.minutes_for_viewing(request.viewer, slug, pk)
    found = queries.clash_in(minutes, clash)
    passage = queries.passage_for_members(request.viewer, slug, pk, found.passage_id)
    if not rules.may_write(request.viewer, request.user, minutes):
        raise NotFound
    form = ClashForm(request.POST)
    if not form.is_valid():
        raise NotFound
    try:
        actions.settle_clash(by=request.user, clash=found, **form.cleaned_data)
    except Conflict as error:
        fresh = {"base": passage.text, "text": passage.text}
        return _page(request, passage, PassageForm(initial=fresh), status=409, error=error)
    messages.success(request, _("Settled."))
    return _back(request, passage)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: Request, slug: str, pk: int, passage: int) -> HttpResponse:
    found = queries.passage_for_correcting(request.user, slug, pk, passage)
    if not found.minutes.is_approved:
        raise NotFound
    start = {"text": found.text, "version": found.version}
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=start)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.correct_passage(by=request.user, passage=found, **form.cleaned_data)
            except CorridorError as error:
                form.add_error(None, str(error.text))
                status = int(error.status)
            else:
                messages.success(
                    request, _("The correction stands in the minutes, with the words before it.")
                )
                return _back(request, found)
    context = {"meeting": found.minutes.meeting, "tab": "minutes", "passage": found, "form": form}
    return render(request, "meetings/minutes/correction.html", context, status=status)
