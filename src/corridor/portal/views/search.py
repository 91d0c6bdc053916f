from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from corridor.catalogue.unmet.actions import note_unmet
from corridor.catalogue.unmet.rules import asked_in_vain
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.search.asking import question_from
from corridor.kernel.search.queries import find
from corridor.portal import queries
from corridor.portal.examples import EXAMPLES

KINDS = ("hub", "service")


@require_safe
def search(request: Request) -> HttpResponse:
    """The whole page, or only its results where htmx asks for them."""
    question = question_from(request.GET, get_language() or DEFAULT, KINDS)
    context = {"question": question, "examples": EXAMPLES}
    if question.text or question.facets:
        answer = find(question, request.viewer)
        if asked_in_vain(request, answer):
            note_unmet(answer)
        context |= {"answer": answer, "found": queries.found(answer, request.viewer)}
    template = "portal/parts/results.html" if request.htmx else "portal/search.html"
    response = render(request, template, context)
    response["Vary"] = ", ".join(filter(None, [response.get("Vary"), "HX-Request"]))
    return response
