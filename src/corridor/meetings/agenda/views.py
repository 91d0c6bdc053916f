"""The agenda as a group reads it, as its members add to it, and as those who prepare it put it together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.kernel.errors import Conflict, CorridorError, NotFound, Refused
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.models import Meeting
from corridor.meetings.queries import (
    meeting_for_members,
    meeting_for_preparing,
    meeting_for_taking_part,
)
from corridor.members.groups.editing import shown
from corridor.members.views import see_other

from . import actions, queries, sending, suggesting
from .forms import ItemForm, SuggestionForm
from .pages import context_of

edited = require_http_methods(["GET", "HEAD", "POST"])
LONGEST_REASON = 500


@login_required
@require_safe
def agenda(request: Request, slug: str, pk: int) -> HttpResponse:
    return _page(request, meeting_for_members(request.viewer, slug, pk))


def _page(
    request: Request, meeting: Meeting, error: CorridorError | None = None, form: SuggestionForm | None = None
) -> HttpResponse:
    context = context_of(request, meeting, form) | {"error": error}
    status = int(error.status) if error else 422 if form else 200
    return render(request, "meetings/agenda/agenda.html", context, status=status)


def _do(
    request: Request, meeting: Meeting, action: Callable[[], Any], said: Callable[[Any], str]
) -> HttpResponse:
    """The action and back to the agenda; what stands in its way is said on the page."""
    try:
        done = action()
    except (Conflict, Refused) as error:
        return _page(request, meeting, error)
    if text := said(done):
        messages.success(request, text)
    return see_other("meetings:agenda", meeting.group.slug, meeting.pk)


# Proposals


@login_required
@require_POST
def proposal(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take one, or set it aside."""
    meeting = meeting_for_preparing(request.user, slug, pk)
    origin = clean_text(request.POST.get("origin", ""))[:100]
    if "aside" in request.POST:
        return _do(
            request,
            meeting,
            lambda: actions.set_aside(by=request.user, meeting=meeting, origin=origin),
            lambda item: _("Set aside: %(title)s") % {"title": item.title},
        )
    return _do(
        request,
        meeting,
        lambda: actions.take_proposal(by=request.user, meeting=meeting, origin=origin),
        _on_the_agenda,
    )


@login_required
@require_POST
def all_due(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    return _do(
        request,
        meeting,
        lambda: actions.take_all_due(by=request.user, meeting=meeting),
        _number_on_the_agenda,
    )


@login_required
@require_POST
def usual_items(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    return _do(
        request,
        meeting,
        lambda: actions.add_usual_items(by=request.user, meeting=meeting),
        _number_on_the_agenda,
    )


@login_required
@require_POST
def offer_again(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    found = _item(request, slug, pk, item)
    return _do(
        request,
        found.meeting,
        lambda: actions.offer_again(by=request.user, item=found),
        lambda _done: _("It is proposed again."),
    )


def _on_the_agenda(item: AgendaItem) -> str:
    return _("On the agenda: %(title)s") % {"title": item.title}


def _number_on_the_agenda(items: list[AgendaItem]) -> str:
    text = ngettext("%(number)s item put on the agenda.", "%(number)s items put on the agenda.", len(items))
    return text % {"number": len(items)}


# Items


@login_required
@edited
def new_item(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    form = ItemForm(meeting, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, meeting, form, status=422 if request.method == "POST" else 200)
    try:
        item = actions.add_item(by=request.user, meeting=meeting, values=form.values)
    except Refused as refusal:
        form.add_error(None, str(refusal.text))
        return _form(request, meeting, form, status=422)
    messages.success(request, _on_the_agenda(item))
    return see_other("meetings:agenda", slug, pk)


@login_required
@edited
def item(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    found = _item(request, slug, pk, item)
    form = ItemForm(
        found.meeting,
        request.POST if request.method == "POST" else None,
        initial=model_to_dict(found) | {"version": found.version},
    )
    if request.method != "POST" or not form.is_valid():
        return _form(
            request, found.meeting, form, item=found, status=422 if request.method == "POST" else 200
        )
    try:
        version = form.cleaned_data["version"] or 0
        actions.edit_item(by=request.user, item=found, version=version, values=form.values)
    except Conflict:
        return _both_versions(request, found, form)
    except Refused as refusal:
        form.add_error(None, str(refusal.text))
        return _form(request, found.meeting, form, item=found, status=422)
    messages.success(request, _("The item is saved."))
    return see_other("meetings:agenda", slug, pk)


def _both_versions(request: Request, item: AgendaItem, form: ItemForm) -> HttpResponse:
    """What is stored now beside what was written; saving again takes what was written."""
    now = queries.item_in(item.meeting, item.pk)
    again = ItemForm(item.meeting, request.POST | {"version": str(now.version)})
    differing = [
        {
            "label": form.fields[name].label,
            "stored": _shown(form, name, getattr(now, name)),
            "written": _shown(form, name, value),
        }
        for name, value in form.values.items()
        if value != getattr(now, name)
    ]
    return _form(request, item.meeting, again, item=now, differing=differing, status=409)


def _shown(form: ItemForm, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields[name], "choices", ())) if name == "kind" else {}
    return str(choices.get(value, "")) or shown(value)


def _form(request: Request, meeting: Meeting, form: ItemForm, *, status: int, **more: Any) -> HttpResponse:
    context = {"meeting": meeting, "group": meeting.group, "tab": "agenda", "form": form} | more
    return render(request, "meetings/agenda/item_form.html", context, status=status)


@login_required
@require_POST
def move(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    found = _item(request, slug, pk, item)
    earlier = "earlier" in request.POST
    return _do(
        request,
        found.meeting,
        lambda: actions.move_item(by=request.user, item=found, earlier=earlier),
        lambda _done: "",
    )


@login_required
@require_POST
def remove(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    found = _item(request, slug, pk, item)
    return _do(
        request,
        found.meeting,
        lambda: actions.remove_item(by=request.user, item=found),
        lambda _done: _("Not on the agenda any more: %(title)s") % {"title": found.title},
    )


def _item(request: Request, slug: str, pk: int, item: int) -> AgendaItem:
    return queries.item_in(meeting_for_preparing(request.user, slug, pk), item)


# Suggestions


@login_required
@require_POST
def suggestions(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_taking_part(request.viewer, slug, pk)
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, form=form)
    return _do(
        request,
        meeting,
        lambda: suggesting.suggest_item(by=request.user, meeting=meeting, values=form.cleaned_data),
        lambda _done: _("Thank you. Those who prepare the meeting decide, and you are told."),
    )


@login_required
@require_POST
def suggestion(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    """Taken, or set aside with a reason."""
    found = _suggested(meeting_for_preparing(request.user, slug, pk), item)
    if "aside" not in request.POST:
        return _do(
            request,
            found.meeting,
            lambda: suggesting.take_suggestion(by=request.user, item=found),
            _on_the_agenda,
        )
    reason = clean_text(request.POST.get("reason", ""))[:LONGEST_REASON]
    if not reason:
        text = _("Say why: it goes to whoever suggested it.")
        return _page(request, found.meeting, Refused(text))
    return _do(
        request,
        found.meeting,
        lambda: suggesting.decline_suggestion(by=request.user, item=found, reason=reason),
        lambda _done: _("Set aside: %(title)s") % {"title": found.title},
    )


@login_required
@require_POST
def take_back(request: Request, slug: str, pk: int, item: int) -> HttpResponse:
    found = _suggested(meeting_for_taking_part(request.viewer, slug, pk), item)
    return _do(
        request,
        found.meeting,
        lambda: suggesting.take_back(by=request.user, item=found),
        lambda _done: _("You have taken your suggestion back."),
    )


def _suggested(meeting: Meeting, pk: int) -> AgendaItem:
    found = queries.item_in(meeting, pk)
    if found.suggested_by_id is None:
        raise NotFound
    return found


# Sending


@login_required
@require_POST
def mailing(request: Request, slug: str, pk: int) -> HttpResponse:
    meeting = meeting_for_preparing(request.user, slug, pk)
    return _do(request, meeting, lambda: sending.send_agenda(by=request.user, meeting=meeting), _sent_to)


def _sent_to(number: int) -> str:
    if number == 0:
        return _("Everybody who is invited has the agenda as it is.")
    text = ngettext("The agenda goes to %(number)s person.", "The agenda goes to %(number)s people.", number)
    return text % {"number": number}
