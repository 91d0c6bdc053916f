"""The vocabulary's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from corridor.kernel.i18n.languages import DEFAULT, LANGUAGES
from corridor.kernel.linked_data.formats import FORMATS

from . import queries

LONGEST_FILTER = 100


@require_safe
def vocabulary(request: HttpRequest) -> HttpResponse:
    """The official lists and the concepts as a tree; ``?q=`` keeps what holds those letters."""
    language = get_language() or DEFAULT
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_FILTER].strip()
    context = {
        "text": text,
        "tree": queries.concept_tree(language, text),
        "lists": queries.terms_fitting(queries.official_lists(), language, text),
        "formats": list(FORMATS.values()),
    }
    return render(request, "vocab/vocabulary.html", context)


@require_safe
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.concept_for_viewing(slug)
    language = get_language() or DEFAULT
    context = {
        "concept": found,
        "broader": queries.by_label(found.broader.all(), language),
        "narrower": queries.by_label(found.narrower.all(), language),
        "related": queries.by_label(found.related.all(), language),
        "labels": [(code, LANGUAGES[code], *words) for code, *words in queries.labels_by_language(found)],
        "formats": list(FORMATS.values()),
    }
    return render(request, "vocab/concept.html", context)
