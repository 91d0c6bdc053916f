"""Pages of a group: door, form, action, redirect; and the one page on which any of its records is edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor.kernel.errors import Conflict, Refused
from corridor.kernel.i18n.languages import LANGUAGES
from corridor.members.groups.texts import TextsForm
from corridor.members.models import WorkingGroup
from corridor.members.views import see_other

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Editing:
    """One record on its page. ``stored`` gives it as it is now, with its version; ``save`` takes a version
    and values."""

    group: WorkingGroup
    form: type[TextsForm]
    stored: Callable[[], dict[str, Any]]
    save: Callable[[int, Values], Any]
    heading: str
    said: str
    back: str = "members:group-settings"
    more: dict[str, Any] = field(default_factory=dict)


def edit(request: HttpRequest, editing: Editing) -> HttpResponse:
    form = editing.form(request.POST if request.method == "POST" else None, initial=editing.stored())
    if request.method != "POST":
        return _page(request, editing, form)
    if not form.is_valid():
        return _page(request, editing, form, status=422)
    try:
        editing.save(form.cleaned_data["version"] or 0, form.values)
    except Conflict:
        return _both_versions(request, editing, form)
    except Refused as refusal:
        form.add_error(None, str(refusal.text))
        return _page(request, editing, form, status=422)
    messages.success(request, editing.said)
    return see_other(editing.back, editing.group.slug)


def _both_versions(request: HttpRequest, editing: Editing, form: TextsForm) -> HttpResponse:
    """What is stored now beside what was written; saving again takes what was written."""
    stored = editing.stored()
    again = editing.form(editing.form.beside(request.POST, stored), initial=stored)
    again.is_valid()
    differing = [
        {"label": _label(again, name), "stored": shown(stored.get(name)), "written": shown(value)}
        for name, value in again.values.items()
        if value != stored.get(name)
    ]
    return _page(request, editing, again, status=409, differing=differing)


def _label(form: TextsForm, name: str) -> Any:
    return form.texts.get(name) or form.fields[name].label


def shown(value: Any) -> str:
    """A value as text, to lay two versions side by side."""
    if isinstance(value, dict):
        return "\n".join(f"{LANGUAGES[code]}: {text}" for code, text in value.items())
    return "" if value is None else str(value)


def _page(
    request: HttpRequest, editing: Editing, form: TextsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"group": editing.group, "form": form, "heading": editing.heading} | editing.more | more
    return render(request, "members/groups/edit.html", context, status=status)
