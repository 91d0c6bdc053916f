"""Decisions as everybody may read them whom they are for, and as those who lead the meetings keep them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.remembering import Asked, asked, part
from corridor.meetings import rules
from corridor.meetings.models import Meeting
from corridor.meetings.registers import actions, exporting, queries, unchanged
from corridor.meetings.registers.forms import AudienceForm, DecisionsForm, SupersedingForm, WordingForm
from corridor.meetings.registers.models import Decision
from corridor.meetings.votes.queries import result_of
from corridor.members.groups.queries import group_at
from corridor.members.models import WorkingGroup
from corridor.members.views import see_other

PER_PAGE = 30


@require_safe
def decisions(request: Request, slug: str) -> HttpResponse:
    """For visitors too: each sees what is for them."""
    group = group_at(slug)
    of, rows = asked(request, group.pk), partial(unchanged.decisions, group.pk)
    shown = part(request, "meetings/registers/parts/decisions.html", of, rows, partial(_listed, slug))
    return render(request, "meetings/registers/decisions.html", {"group": group, "part": shown})


def _listed(slug: str, asked: Asked) -> dict[str, Any]:
    group = group_at(slug)
    form = _wanted(asked, group)
    found = queries.decisions_wanted(asked.viewer, group, form.wanted)
    return {
        "group": group,
        "form": form,
        "page": Paginator(found.rows, PER_PAGE).get_page(asked.GET.get("page")),
        "is_similar": found.is_similar,
        "is_narrowed": any(form.wanted.__dict__.values()),
        "years": form.years,
    }


def _wanted(request: Request | Asked, group: WorkingGroup) -> DecisionsForm:
    form = DecisionsForm(request.GET)
    meetings = queries.meetings_to_choose(request.viewer, group)
    form.offer_years(queries.years_with_decisions(request.viewer, group))
    form.offer_meetings(meetings, {one.series for one in meetings if one.series})
    return form


@require_safe
def decisions_json(request: Request, slug: str) -> HttpResponse:
    group = group_at(slug)
    return exporting.as_json(group, "decisions", _rows(request, group))


@require_safe
def decisions_xlsx(request: Request, slug: str) -> HttpResponse:
    group = group_at(slug)
    return exporting.decisions_sheet(group, _rows(request, group))


def _rows(request: Request, group: WorkingGroup) -> list[exporting.Row]:
    """What the filters say, all of it."""
    wanted = _wanted(request, group).wanted
    rows = queries.decisions_wanted(request.viewer, group, wanted).rows
    related = rows.select_related("group", "supersedes", "superseded_by")
    return exporting.decision_rows(list(related), request.viewer)


@require_safe
def decision(request: Request, slug: str, code: str) -> HttpResponse:
    return _page(request, queries.decision_at(request.viewer, slug, code))


def _page(request: Request, decision: Decision, error: CorridorError | None = None) -> HttpResponse:
    viewer, group = request.viewer, decision.group
    before, after = queries.neighbours(viewer, decision)
    leads = rules.leads_meetings(request.user, group)
    belongs = rules.looks_in(viewer, group)
    may_supersede = leads and not decision.supersedes_id
    context = {
        "group": group,
        "decision": decision,
        "before": before,
        "after": after,
        "meeting": _meeting(viewer, decision),
        "result": result_of(decision.vote) if decision.vote and belongs else None,
        "leads": leads,
        "belongs": belongs,
        "may_supersede": queries.can_be_superseded(viewer, decision) if may_supersede else [],
        "audience_form": AudienceForm({"version": decision.version, "audience": decision.audience}),
        "cited": _citation(decision),
        "decision_address": settings.BASE_URL + request.path,
        "error": error,
    }
    status = int(error.status) if error else 200
    return render(request, "meetings/registers/decision.html", context, status=status)


def _meeting(viewer: Any, decision: Decision) -> Meeting | None:
    """Only for whom the meeting is as well."""
    return (
        Meeting.objects.visible_to(viewer).filter(pk=decision.meeting_id or 0).select_related("group").first()
    )


def _citation(decision: Decision) -> str:
    return f"{best_text(decision.group.name)}, {decision.code}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: Request, slug: str, code: str) -> HttpResponse:
    found = queries.decision_for_leading(request.user, slug, code)
    form = WordingForm(request.POST or None, initial={"version": found.version, "text": found.text})
    if request.method != "POST" or not form.is_valid():
        return _wording_page(request, found, form, 422 if request.method == "POST" else 200)
    data = form.cleaned_data
    try:
        actions.correct_decision(by=request.user, decision=found, version=data["version"], text=data["text"])
    except Refused as refusal:
        form.add_error("text", str(refusal.text))
        return _wording_page(request, found, form, 422)
    except Conflict:
        return _both_wordings(request, slug, code, data["text"])
    messages.success(request, _("The wording is corrected; the journal keeps both."))
    return see_other("meetings:decision", slug, code)


def _wording_page(
    request: Request, decision: Decision, form: WordingForm, status: int, **more: Any
) -> HttpResponse:
    context = {"group": decision.group, "decision": decision, "form": form} | more
    return render(request, "meetings/registers/wording.html", context, status=status)


def _both_wordings(request: Request, slug: str, code: str, written: str) -> HttpResponse:
    """What is stored now beside what was written; saving again takes what was written."""
    now = queries.decision_for_leading(request.user, slug, code)
    form = WordingForm(initial={"version": now.version, "text": written})
    return _wording_page(request, now, form, 409, stored=now.text)


@login_required
@require_POST
def audience(request: Request, slug: str, code: str) -> HttpResponse:
    found = queries.decision_for_leading(request.user, slug, code)
    form = AudienceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, Refused(_("Choose the group, the network or the public.")))
    data = form.cleaned_data
    try:
        actions.change_audience(
            by=request.user, decision=found, version=data["version"], audience=data["audience"]
        )
    except Conflict as error:
        return _page(request, queries.decision_for_leading(request.user, slug, code), error)
    messages.success(request, _("Who can read this decision is changed."))
    return see_other("meetings:decision", slug, code)


@login_required
@require_POST
def superseding(request: Request, slug: str, code: str) -> HttpResponse:
    found = queries.decision_for_leading(request.user, slug, code)
    form = SupersedingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, Refused(_("Choose the decision whose place this one takes.")))
    try:
        older = queries.decision_at(request.viewer, slug, form.cleaned_data["older"])
        actions.supersede(by=request.user, decision=found, older=older)
    except NotFound:
        return _page(request, found, Refused(_("Choose the decision whose place this one takes.")))
    except (Conflict, Refused) as error:
        return _page(request, found, error)
    messages.success(request, _("%(code)s is no longer in force.") % {"code": older.code})
    return see_other("meetings:decision", slug, code)
