"""The page "Who can see this": now, after a change, and for one person."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corridor.kernel.http.request import Request
from corridor.kernel.i18n.fields import clean_text

from .explaining import Answer, can_see, who_can_see
from .registry import RecordType, record_type
from .viewers import Audience

SHORTEST_NAME = 2
LONGEST_NAME = 200
MOST_ANSWERS = 20


@require_safe
def page(request: Request, kind: str, key: str) -> HttpResponse:
    known = record_type(kind)
    record = known.door(request.viewer, key)
    proposed = _proposed(request, known, record)
    asked = clean_text(request.GET.get("name", ""))[:LONGEST_NAME]
    context = {
        "kind": known,
        "record": record,
        "label": known.label(record),
        "back": known.page(record),
        "explanation": who_can_see(record, audience=proposed, viewer=request.viewer),
        "choices": _choices(known, record, proposed),
        "asked": asked,
        "answers": _answers(request, record, asked),
        "knows_people": request.viewer.in_network,
    }
    return render(request, "kernel/who_can_see.html", context)


def _proposed(request: Request, known: RecordType, record: Any) -> str | None:
    wanted = request.GET.get("audience", "")
    return wanted if wanted in known.audiences and wanted != record.audience else None


def _choices(known: RecordType, record: Any, proposed: str | None) -> list[dict[str, Any]]:
    others = [Audience(one) for one in known.audiences if one != record.audience]
    return [{"value": one.value, "label": one.label, "chosen": one == proposed} for one in others]


def _answers(request: Request, record: Any, asked: str) -> list[Answer]:
    """People know each other by name within the network only."""
    if len(asked) < SHORTEST_NAME or not request.viewer.in_network:
        return []
    return can_see(record, name=asked)[:MOST_ANSWERS]
