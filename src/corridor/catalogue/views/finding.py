"""All services: searched, narrowed, listed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from corridor.catalogue import queries
from corridor.catalogue.unmet.actions import note_unmet
from corridor.catalogue.unmet.rules import asked_in_vain
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.search.asking import question_from
from corridor.kernel.search.queries import find

KINDS = ("service",)


@require_safe
def services(request: Request) -> HttpResponse:
    """The whole page, or only its results where htmx asks for them."""
    question = question_from(request.GET, get_language() or DEFAULT, KINDS)
    answer = find(question, request.viewer)
    if asked_in_vain(request, answer):
        note_unmet(answer)
    shown = queries.found_services(answer, request.viewer)
    found = [(hit, shown[hit.record_id]) for hit in answer.hits if hit.record_id in shown]
    template = "catalogue/parts/services.html" if request.htmx else "catalogue/services.html"
    response = render(request, template, {"question": question, "answer": answer, "found": found})
    response["Vary"] = ", ".join(filter(None, [response.get("Vary"), "HX-Request"]))
    return response
