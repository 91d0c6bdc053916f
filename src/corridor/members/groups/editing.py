"""A record with texts on its page of fields: door, form, action, redirect; both versions in a conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.kernel.audience import who_can_see
from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import LANGUAGES

from .texts import TextsForm

Row = Mapping[str, Any]  # label, stored, written


def differences(form: Any, stored: Mapping[str, Any]) -> list[Row]:
    """What a valid form says otherwise than what is stored."""
    return [
        {
            "label": form.texts.get(name) or form.fields[name].label,
            "stored": _in_words(form, name, stored.get(name)),
            "written": _in_words(form, name, value),
        }
        for name, value in form.values.items()
        if value != stored.get(name) and (value or stored.get(name))
    ]


def _in_words(form: TextsForm, name: str, value: Any) -> str:
    choices = dict(getattr(form.fields.get(name), "choices", ()))
    if isinstance(value, str | int) and value in choices:
        return str(choices[value])
    return f"{value:%H:%M}" if isinstance(value, time) else shown(value)


def shown(value: Any) -> str:
    """A value as text, to lay two versions side by side."""
    if isinstance(value, dict):
        return "\n".join(f"{LANGUAGES[code]}: {text}" for code, text in value.items())
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Editing:
    """``stored`` gives the record as it is now, as its form shows it, with its version; ``save`` takes a
    version and a valid form and returns the path to go to; ``said`` is told then. ``before_saving`` may tell
    something first, and is asked until it returns nothing."""

    form: Callable[..., TextsForm]
    stored: Callable[[], dict[str, Any]]
    save: Callable[[int, Any], str]
    template: str
    said: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    before_saving: Callable[[Any], dict[str, Any]] = lambda _form: {}
    differing: Callable[[Any, Mapping[str, Any]], list[Row]] = differences


def edit(request: HttpRequest, editing: Editing) -> HttpResponse:
    stored = editing.stored()
    form = editing.form(request.POST if request.method == "POST" else None, initial=stored)
    if request.method != "POST":
        return _page(request, editing, form)
    if not form.is_valid():
        return _page(request, editing, form, status=422)
    if told := editing.before_saving(form):
        return _page(request, editing, form, status=422, **told)
    return _save(request, editing, form)


def _save(request: HttpRequest, editing: Editing, form: TextsForm) -> HttpResponse:
    try:
        path = editing.save(form.cleaned_data["version"] or 0, form)
    except Conflict as conflict:
        if conflict.text is not Conflict.text:  # something else stands in the way
            return _page(request, editing, form, status=409, conflict=conflict)
        return _both_versions(request, editing, form)
    except Refused as refusal:
        form.add_error(None, str(refusal.text))
        return _page(request, editing, form, status=422)
    if editing.said:
        messages.success(request, editing.said)
    for remark in getattr(form, "remarks", ()):
        messages.warning(request, remark)
    return HttpResponse(status=303, headers={"Location": path})


def _both_versions(request: HttpRequest, editing: Editing, form: TextsForm) -> HttpResponse:
    """What is stored now beside what was written; saving again takes what was written."""
    stored = editing.stored()
    again = editing.form(form.beside(request.POST, stored), initial=stored)
    differing = editing.differing(again, stored) if again.is_valid() else []
    return _page(request, editing, again, status=409, differing=differing, conflict=Conflict())


def _page(
    request: HttpRequest, editing: Editing, form: TextsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, editing.template, {"form": form} | editing.context | more, status=status)


def audience_told_first(request: Request, record: Any, form: TextsForm) -> dict[str, Any]:
    """For ``before_saving``: who gains or loses a record is shown before another audience is saved. The page
    includes "kernel/audience_change.html"."""
    wanted = form.cleaned_data["audience"]
    if wanted == record.audience or request.POST.get("audience_seen") == wanted:
        return {}
    explained = who_can_see(record, audience=wanted, viewer=request.viewer)
    return {"explanation": explained, "audience_seen": wanted}
