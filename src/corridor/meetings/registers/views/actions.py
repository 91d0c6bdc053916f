"""Actions as the people of a group see them, and as those close them who have done them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, Refused
from corridor.kernel.http.request import Request
from corridor.kernel.remembering import Asked, asked, part
from corridor.meetings import rules
from corridor.meetings.enums import ActionState
from corridor.meetings.registers import actions as writes
from corridor.meetings.registers import exporting, people, queries, unchanged
from corridor.meetings.registers.forms import ActionForm, ActionsForm, ClosingForm
from corridor.meetings.registers.models import Action
from corridor.members.models import WorkingGroup
from corridor.members.views import see_other

PER_PAGE = 30


@login_required
@require_safe
def actions(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_register(request.viewer, slug)
    of, rows = asked(request, group.pk), partial(unchanged.actions, group.pk)
    shown = part(request, "meetings/registers/parts/actions.html", of, rows, partial(_listed, slug))
    return render(request, "meetings/registers/actions.html", {"group": group, "part": shown})


def _listed(slug: str, asked: Asked) -> dict[str, Any]:
    group = queries.group_for_register(asked.viewer, slug)
    form = _wanted(asked, group)
    found = queries.actions_wanted(group, form.wanted)
    page = Paginator(queries.for_a_list(found.rows), PER_PAGE).get_page(asked.GET.get("page"))
    rows = list(page)
    return {
        "group": group,
        "form": form,
        "page": page,
        "rows": rows,
        "carried": queries.carried(group, rows),
        "is_similar": found.is_similar,
        "is_narrowed": bool(set(asked.GET) - {"page"}),
    }


def _wanted(request: Request | Asked, group: WorkingGroup) -> ActionsForm:
    form = ActionsForm(request.GET)
    for name, pairs in queries.owners_to_choose(group).items():
        form.offer(name, pairs)
    form.offer_meetings(queries.meetings_to_choose(request.viewer, group), queries.series_to_choose(group))
    return form


@login_required
@require_safe
def actions_json(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_register(request.viewer, slug)
    return exporting.as_json(group, "actions", _rows(request, group))


@login_required
@require_safe
def actions_xlsx(request: Request, slug: str) -> HttpResponse:
    group = queries.group_for_register(request.viewer, slug)
    return exporting.actions_sheet(group, _rows(request, group))


def _rows(request: Request, group: WorkingGroup) -> list[exporting.Row]:
    found = queries.actions_wanted(group, _wanted(request, group).wanted)
    return exporting.action_rows(found.rows, request.viewer)


@login_required
@require_safe
def action(request: Request, slug: str, code: str) -> HttpResponse:
    return _page(request, queries.action_for_members(request.viewer, slug, code))


def _page(request: Request, action: Action, error: CorridorError | None = None) -> HttpResponse:
    context = {
        "group": action.group,
        "action": action,
        "carried": queries.carried(action.group, [action])[action.pk],
        "may_close": queries.may_close(request.user, action),
        "may_edit": rules.prepares_meetings(request.user, action.group),
        "error": error,
    }
    status = int(error.status) if error else 200
    return render(request, "meetings/registers/action.html", context, status=status)


@login_required
@require_POST
def closing(request: Request, slug: str, code: str) -> HttpResponse:
    found = queries.action_for_closing(request.user, request.viewer, slug, code)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, Refused(_("Say whether it is done or given up.")))
    try:
        writes.close_action(by=request.user, action=found, **form.cleaned_data)
    except Conflict as error:
        return _page(request, queries.action_for_members(request.viewer, slug, code), error)
    is_done = form.cleaned_data["state"] == ActionState.DONE
    messages.success(request, _("The action is done.") if is_done else _("The action is given up."))
    return see_other("meetings:action", slug, code)


@login_required
@require_POST
def reopening(request: Request, slug: str, code: str) -> HttpResponse:
    found = queries.action_for_closing(request.user, request.viewer, slug, code)
    writes.reopen_action(by=request.user, action=found)
    messages.success(request, _("The action is open again."))
    return see_other("meetings:action", slug, code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_action(request: Request, slug: str, code: str) -> HttpResponse:
    found = queries.action_for_editing(request.user, request.viewer, slug, code)
    form = ActionForm(_owners(found), request.POST or None, initial=_initial(found))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, 422 if request.method == "POST" else 200)
    data = form.cleaned_data
    owner, hub = data.pop("who")
    try:
        writes.edit_action(by=request.user, action=found, owner=owner, hub=hub, **data)
    except Refused as refusal:
        form.add_error(None, str(refusal.text))
        return _form_page(request, found, form, 422)
    except Conflict as error:
        return _both(request, slug, code, form, error)
    messages.success(request, _("The action is changed."))
    return see_other("meetings:action", slug, code)


def _owners(action: Action) -> list[people.Owner]:
    """Those of today, and whoever has it now."""
    owners = people.owners_in(action.group)
    if action.owner and all(one.value != _who(action) for one in owners):
        place = action.hub.name if action.hub else _("as it is now")
        owners.append(people.Owner(action.owner, action.hub, place))
    return owners


def _who(action: Action) -> str:
    return f"{action.owner_id}-{action.hub_id or ''}" if action.owner_id else ""


def _initial(action: Action) -> dict[str, Any]:
    return {
        "version": action.version,
        "text": action.text,
        "who": _who(action),
        "due_on": action.due_on,
    }


def _form_page(request: Request, action: Action, form: ActionForm, status: int, **more: Any) -> HttpResponse:
    context = {"group": action.group, "action": action, "form": form} | more
    return render(request, "meetings/registers/action_form.html", context, status=status)


def _both(request: Request, slug: str, code: str, form: ActionForm, error: Conflict) -> HttpResponse:
    """What is stored now above what was written; saving again takes what was written."""
    now = queries.action_for_editing(request.user, request.viewer, slug, code)
    data = request.POST.copy()
    data["version"] = str(now.version)
    again = ActionForm(_owners(now), data)
    return _form_page(request, now, again, 409, error=error, stored=now)
