"""The programme as its organisers write it: a page of all, one of questions, and one for each part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor.events.models import Event, Question, Room, Session
from corridor.events.queries import event_for_organising
from corridor.kernel.errors import Text
from corridor.kernel.http.request import Request
from corridor.members.groups.editing import Editing, edit
from corridor.members.views import see_other

from . import actions, queries
from .forms import FORMS

edited = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Kind:
    """One kind of part: ``noun`` is in the names of its addresses, ``page`` shows all of them."""

    model: Any
    noun: str
    page: str
    new: Text
    saved: Text
    removed: Text


ROOM: Final = Kind(
    Room,
    "room",
    "events:programme",
    gettext_lazy("New room"),
    gettext_lazy("The room is saved."),
    gettext_lazy("The room is removed."),
)
SESSION: Final = Kind(
    Session,
    "session",
    "events:programme",
    gettext_lazy("New session"),
    gettext_lazy("The session is saved."),
    gettext_lazy("The session is removed."),
)
QUESTION: Final = Kind(
    Question,
    "question",
    "events:questions",
    gettext_lazy("New question"),
    gettext_lazy("The question is saved."),
    gettext_lazy("The question is removed."),
)


@login_required
@require_safe
def programme(request: Request, group: str, slug: str) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)
    context = {"event": event, "days": queries.days_of(event), "rooms": event.rooms.all()}
    return render(request, "events/programme/programme.html", context)


@login_required
@require_safe
def questions(request: Request, group: str, slug: str) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)
    counts = queries.answered(event)
    asked = [{"question": one, "answers": counts.get(one.pk, 0)} for one in queries.questions_of(event)]
    return render(request, "events/programme/questions.html", {"event": event, "asked": asked})


@login_required
@edited
def new_part(request: Request, group: str, slug: str, kind: Kind) -> HttpResponse:
    event = event_for_organising(request.user, group, slug)

    def save(_version: int, form: Any) -> str:
        actions.add_part(by=request.user, part=kind.model(event=event), values=form.of_part)
        return reverse(kind.page, args=[group, slug])

    return edit(request, _editing(event, kind, partial(_begun, event, kind), save))


def _begun(event: Event, kind: Kind) -> dict[str, Any]:
    return {"version": 0} | ({"number": event.questions.count() + 1} if kind is QUESTION else {})


@login_required
@edited
def edit_part(request: Request, group: str, slug: str, pk: int, kind: Kind) -> HttpResponse:
    part = queries.part_for_organising(request.user, group, slug, kind.model, pk)

    def stored() -> dict[str, Any]:
        kept = kind.model.objects.select_related("event").get(pk=pk)
        return FORMS[kind.model].as_written(kept)

    def save(version: int, form: Any) -> str:
        actions.edit_part(by=request.user, part=part, version=version, values=form.of_part)
        return reverse(kind.page, args=[group, slug])

    answers = queries.answers_to(part) if kind is QUESTION else 0
    return edit(request, _editing(part.event, kind, stored, save, part=part, answers=answers))


def _editing(event: Event, kind: Kind, stored: Any, save: Any, **more: Any) -> Editing:
    context = {
        "event": event,
        "kind": kind,
        "back": reverse(kind.page, args=[event.group.slug, event.slug]),
        **more,
    }
    form = partial(FORMS[kind.model], event=event)
    return Editing(form, stored, save, f"events/programme/edit_{kind.noun}.html", str(kind.saved), context)


@login_required
@require_POST
def removal(request: Request, group: str, slug: str, pk: int, kind: Kind) -> HttpResponse:
    part = queries.part_for_organising(request.user, group, slug, kind.model, pk)
    actions.remove_part(by=request.user, part=part)
    messages.success(request, str(kind.removed))
    return see_other(kind.page, group, slug)
