from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from corridor.catalogue.queries import offered_by
from corridor.kernel.http.request import Request
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.search.asking import question_from
from corridor.kernel.search.queries import find
from corridor.members.contacts.queries import people_of_hub
from corridor.portal import map as maps
from corridor.portal import queries
from corridor.portal.forms import window_from
from corridor.portal.linked_data import hub_as_json_ld
from corridor.vocab.enums import ListName

HUBS = ("hub",)


@require_safe
def directory(request: Request) -> HttpResponse:
    """All hubs by title, narrowed by facets."""
    question = question_from(request.GET, get_language() or DEFAULT, HUBS)
    answer = find(question, request.viewer)
    found = queries.found(answer, request.viewer)
    template = "portal/parts/hubs.html" if request.htmx else "portal/hubs.html"
    response = render(request, template, {"question": question, "answer": answer, "found": found})
    response["Vary"] = ", ".join(filter(None, [response.get("Vary"), "HX-Request"]))
    return response


@require_safe
def hub_map(request: Request) -> HttpResponse:
    """The same hubs as the directory's, on the map and in a table."""
    question = question_from(request.GET, get_language() or DEFAULT, HUBS, size=queries.EVERYTHING)
    answer = find(question, request.viewer)
    hubs = queries.hubs_to_draw(answer.hits, request.viewer)
    context = {
        "question": question,
        "answer": answer,
        "hubs": hubs,
        "map": maps.draw(hubs, window_from(request.GET)),
    }
    return render(request, "portal/map.html", context)


@require_safe
def hub(request: Request, slug: str) -> HttpResponse:
    hub = queries.hub_page(request.viewer, slug)
    context = {
        "hub": hub,
        "services": offered_by(request.viewer, hub),
        "technologies": queries.tags_of(hub, ListName.TECHNOLOGIES),
        "sectors": queries.tags_of(hub, ListName.SECTORS),
        "service_tags": queries.tags_of(hub, ListName.SERVICE_TAGS),
        "map": maps.around(hub),
        "may_edit": any(hub.slug == one.slug for one in queries.hubs_edited_by(request.user)),
        "acts_here": hub.pk in request.viewer.hubs,
        "linked_data": hub_as_json_ld(hub),
        "people": people_of_hub(hub, request.viewer),
    }
    return render(request, "portal/hub.html", context)
