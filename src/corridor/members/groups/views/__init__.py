"""Pages of a group: door, form, action, redirect; and the one page on which any of its records is edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from corridor.members.groups import editing as page
from corridor.members.groups.texts import TextsForm
from corridor.members.models import WorkingGroup

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
    def save(version: int, form: TextsForm) -> str:
        editing.save(version, form.values)
        return reverse(editing.back, args=[editing.group.slug])

    context = {"group": editing.group, "heading": editing.heading} | editing.more
    template = "members/groups/edit.html"
    return page.edit(
        request, page.Editing(editing.form, editing.stored, save, template, editing.said, context)
    )
