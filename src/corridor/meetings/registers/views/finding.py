"""Finding a decision, an action or what was said, in all years of a group."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text
from corridor.kernel.remembering import Asked, asked, part
from corridor.meetings.registers import finding, queries, searching, unchanged
from corridor.members.groups.queries import group_at


@require_safe
def search(request: Request, slug: str) -> HttpResponse:
    """For visitors too: each finds what is for them."""
    group = group_at(slug)
    of, rows = asked(request, group.pk), partial(unchanged.all_of_them, group.pk)
    shown = part(request, "meetings/registers/parts/search.html", of, rows, partial(_found, slug))
    context = {"group": group, "asked": _words(request), "part": shown}
    return render(request, "meetings/registers/search.html", context)


def _found(slug: str, asked: Asked) -> dict[str, Any]:
    group = group_at(slug)
    found = finding.find_in(group, asked.viewer, _words(asked))
    return {
        "group": group,
        "asked": _words(asked),
        "found": found,
        "carried": queries.carried(group, found.actions) if found.actions else {},
    }


def _words(request: Request | Asked) -> str:
    return clean_text(request.GET.get("q", ""))[: searching.LONGEST]
