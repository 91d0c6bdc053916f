"""The guided page of a handover: what is open, what is due, who takes it, and when access moves."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.addresses import in_language
from corridor.members.groups import queries as group_queries
from corridor.members.groups.handovers import actions, moving, queries
from corridor.members.groups.handovers.forms import ItemForm, LinkForm, NotesForm, StartForm, TakeForm
from corridor.members.groups.handovers.models import Handover, HandoverItem
from corridor.members.views import see_other


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handovers(request: HttpRequest, slug: str) -> HttpResponse:
    """The handovers of a group, and the form that starts one."""
    group = group_queries.group_for_handover(request.user, slug)
    form = StartForm(group, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            handover = actions.start_handover(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.text))
        else:
            messages.success(request, _("The handover has begun. The group is told."))
            return see_other("members:handover", slug, handover.pk)
    context = {"group": group, "form": form, "handovers": queries.handovers_of(group)}
    status = 422 if request.method == "POST" else 200
    return render(request, "members/groups/handovers.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The page itself; a POST saves the notes and the day."""
    found = queries.handover_for_viewing(request.user, slug, pk)
    if request.method != "POST":
        return _page(request, found)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return _page(request, found, notes=form, status=422)
    try:
        version = form.cleaned_data["version"]
        actions.edit_notes(by=request.user, handover=found, version=version, values=form.values)
    except Conflict as error:
        again = request.POST.copy()
        again["version"] = str(Handover.objects.get(pk=pk).version)
        return _page(request, found, notes=NotesForm(again), error=error, status=409)
    return _done(request, found, _("The notes are saved."))


@login_required
@require_POST
def collect(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = queries.handover_for_viewing(request.user, slug, pk)
    actions.collect_duties(by=request.user, handover=found)
    return _done(request, found, _("The list is up to date."))


@login_required
@require_POST
def add_item(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = queries.handover_for_viewing(request.user, slug, pk)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _page(request, found, item=form, status=422)
    return _tried(request, found, actions.add_item, handover=found, **form.cleaned_data)


@login_required
@require_POST
def take_item(request: HttpRequest, slug: str, pk: int, item: int) -> HttpResponse:
    found = queries.handover_for_viewing(request.user, slug, pk)
    taken = queries.item_in(found, item)
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, error=Refused(_("The note is too long.")), status=422)
    data = form.cleaned_data
    takers = {str(one.pk): one for one in (*queries.takers(found), taken.taken_by) if one}
    if data["taker"] and data["taker"] not in takers:
        raise NotFound
    values = {"taker": takers.get(data["taker"]), "note": data["note"], "is_done": data["is_done"]}
    return _tried(request, found, actions.take_item, item=taken, **values)


@login_required
@require_POST
def add_link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = queries.handover_for_viewing(request.user, slug, pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, link=form, status=422)
    return _tried(request, found, actions.add_link, handover=found, **form.cleaned_data)


@login_required
@require_POST
def complete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Access moves now, whatever day was planned."""
    found = _for_deciding(request, slug, pk)
    return _tried(request, found, moving.move_access, handover=found, away=True)


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found = _for_deciding(request, slug, pk)
    return _tried(request, found, actions.cancel_handover, handover=found)


def _for_deciding(request: HttpRequest, slug: str, pk: int) -> Handover:
    """The successor alone cannot take the role; its holder and the moderators can give it away."""
    found = queries.handover_for_viewing(request.user, slug, pk)
    if request.user.pk != found.role.person_id:
        group_queries.group_for_handover(request.user, slug)
    return found


def _tried(
    request: HttpRequest, found: Handover, act: Any, *, away: bool = False, **values: Any
) -> HttpResponse:
    try:
        act(by=request.user, **values)
    except (Conflict, Refused) as error:
        return _page(request, found, error=error, status=int(error.status))
    if away:  # whoever has just given the role away may no longer read this page
        messages.success(request, _("The role has been handed over."))
        return see_other("members:group-people", found.group.slug)
    return _done(request, found, _("Saved."))


def _done(request: HttpRequest, found: Handover, said: str) -> HttpResponse:
    messages.success(request, said)
    return see_other("members:handover", found.group.slug, found.pk)


def _page(
    request: HttpRequest,
    found: Handover,
    *,
    status: int = 200,
    error: CorridorError | None = None,
    **forms: django_forms.Form,
) -> HttpResponse:
    items = list(found.items.select_related("taken_by"))
    known = {"version": found.version, "notes": found.notes, "on_date": found.on_date}
    context = {
        "group": found.group,
        "handover": found,
        "items": [(item, _link(item)) for item in items],
        "progress": queries.progress_of(items),
        "takers": queries.takers(found),
        "links": list(found.links.all()),
        "notes": forms.get("notes") or NotesForm(initial=known),
        "item_form": forms.get("item") or ItemForm(auto_id="id_item_%s"),
        "link_form": forms.get("link") or LinkForm(auto_id="id_link_%s"),
        "form": next(iter(forms.values()), None),
        "error": error,
        "is_today": found.on_date <= timezone.localdate(),
        "may_decide": _may_decide(request, found),
    }
    return render(request, "members/groups/handover.html", context, status=status)


def _may_decide(request: HttpRequest, found: Handover) -> bool:
    try:
        _for_deciding(request, found.group.slug, found.pk)
    except NotFound:
        return False
    return found.is_open


def _link(item: HandoverItem) -> str:
    """The item's page in the reader's language, whoever collected it."""
    return in_language(item.url, get_language() or DEFAULT) if item.url else ""
