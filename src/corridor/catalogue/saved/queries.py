"""Saved searches of one person, and what each finds as that person sees today."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.search.asking import question_from
from corridor.kernel.search.queries import find
from corridor.kernel.search.shapes import Hit, Question

from .models import SavedSearch

MOST_FOUND: Final = 500
KINDS: Final = {"all": ("hub", "service"), "services": ("service",)}


def searches_of(person: Any) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(person=person)


def search_of(person: Any, pk: int) -> SavedSearch:
    search = searches_of(person).filter(pk=pk).first()
    if search is None:
        raise NotFound
    return search


def question_of(search: SavedSearch) -> Question:
    """What it asks, of the facets that there are today."""
    kinds = tuple(search.kinds)
    return question_from(QueryDict(search.query), search.language, kinds, size=MOST_FOUND)


def fitting(search: SavedSearch, viewer: Viewer) -> list[Hit]:
    """What is worth showing, best first."""
    return list(find(question_of(search), viewer).hits)


def key_of(hit: Hit) -> str:
    return f"{hit.kind}:{hit.record_id}"
