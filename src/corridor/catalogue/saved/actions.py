"""Writes to saved searches. They are a person's own affair: the journal does not know of them."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import Refused
from corridor.kernel.search.asking import query_of
from corridor.kernel.search.shapes import Question
from corridor.people.models import Person

from .models import LONGEST_NAME, LONGEST_QUERY, SavedSearch
from .queries import fitting, key_of, searches_of

MOST: Final = 20  # searches of one person


def save_search(*, by: Person, viewer: Viewer, question: Question) -> SavedSearch:
    """Asked and saved twice, it is there once. What it finds now counts as seen."""
    query, kinds = query_of(question), list(question.kinds)
    if not query:
        raise Refused(_("Search for something first, then save it."))
    if len(query) > LONGEST_QUERY:
        raise Refused(_("These are too many filters to be saved. Take some of them away first."))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by.pk)
        own = searches_of(by)
        known = own.filter(query=query, kinds=kinds).first()
        if known:
            return known
        if own.count() >= MOST:
            raise Refused(_("You have %(most)s saved searches. Delete one of them first.") % {"most": MOST})
        search = SavedSearch(
            person=by, name=_name(question), query=query, language=question.language, kinds=kinds
        )
        search.seen = [key_of(hit) for hit in fitting(search, viewer)]
        search.save()
    return search


def _name(question: Question) -> str:
    codes = (code for chosen in question.facets.values() for code in chosen)
    return (question.text or ", ".join(codes))[:LONGEST_NAME]


def rename_search(*, by: Person, search: SavedSearch, name: str) -> None:
    searches_of(by).filter(pk=search.pk).update(name=name)


def pause_search(*, by: Person, search: SavedSearch, viewer: Viewer, paused: bool) -> None:
    """What came while it was paused counts as seen when it goes on."""
    with transaction.atomic():
        kept = searches_of(by).select_for_update().get(pk=search.pk)
        if kept.paused and not paused:
            kept.seen = sorted({*kept.seen, *(key_of(hit) for hit in fitting(kept, viewer))})
        kept.paused, kept.by_link = paused, False
        kept.save(update_fields=["paused", "by_link", "seen"])


def delete_search(*, by: Person, search: SavedSearch) -> None:
    searches_of(by).filter(pk=search.pk).delete()


# One click in a mail


def has_running(person: Any) -> bool:
    return searches_of(person).filter(paused=False).exists()


def pause_by_link(person: Any) -> None:
    searches_of(person).filter(paused=False).update(paused=True, by_link=True)


def resume_by_link(person: Any) -> None:
    """Only what the link had paused; the next round tells what came meanwhile."""
    searches_of(person).filter(by_link=True).update(paused=False, by_link=False)
