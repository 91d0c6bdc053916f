"""The daily round: each person's searches, asked as that person sees today, told by one mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from corridor.kernel.search.shapes import Hit
from corridor.members.queries import viewer_of
from corridor.people.models import Person
from corridor.post.actions import full_url, letter_for, post_letters
from corridor.post.keys import page
from corridor.post.kinds import Kind

from .models import SavedSearch
from .queries import fitting, key_of, searches_of

KIND: Final = Kind(
    "saved-searches", gettext_lazy("Something new fits your searches"), "catalogue/mail/saved-searches"
)
MOST_TOLD: Final = 5  # of one search in one mail


@dataclass(frozen=True)
class News:
    search: SavedSearch
    hits: list[Hit]


def tell_what_is_new() -> int:
    """How many people got a mail."""
    today = timezone.localdate()
    waiting = SavedSearch.objects.filter(_not_asked(today), paused=False).order_by()
    people = Person.objects.filter(pk__in=waiting.values("person"), is_active=True, erased_at=None)
    return sum(tell_person(person, today) for person in people.order_by("pk").iterator())


def tell_person(person: Person, today: date) -> bool:
    """Once a day: the letter and what it told are written together."""
    with transaction.atomic():
        searches = searches_of(person).filter(_not_asked(today), paused=False)
        news = [_news(search, person) for search in searches.select_for_update()]
        told = [one for one in news if one.hits]
        if told:
            post_letters([letter_for(person, KIND, _context(person, told), key=f"{KIND.name}:{today}")])
        for one in news:
            _note(one, today)
    return bool(told)


def _not_asked(today: date) -> Q:
    return Q(asked_on=None) | Q(asked_on__lt=today)


def _news(search: SavedSearch, person: Person) -> News:
    """In the language in which it was asked, which is that of the reasons."""
    seen = set(search.seen)
    with override(search.language):
        return News(search, [hit for hit in fitting(search, viewer_of(person)) if key_of(hit) not in seen])


def _note(news: News, today: date) -> None:
    search = news.search
    search.asked_on = today
    if news.hits:
        search.seen = [*search.seen, *map(key_of, news.hits)]
        search.mailed_at = timezone.now()
    search.save(update_fields=["asked_on", "seen", "mailed_at"])


def _context(person: Person, told: list[News]) -> dict[str, Any]:
    return {
        "searches": [_told(one) for one in told],
        "number": sum(len(one.hits) for one in told),
        "url": page("catalogue:searches", person.language),
    }


def _told(news: News) -> Mapping[str, Any]:
    return {
        "name": news.search.name,
        "hits": [
            {"title": hit.title, "url": full_url(hit.url), "reasons": [one.sentence for one in hit.reasons]}
            for hit in news.hits[:MOST_TOLD]
        ],
        "more": max(0, len(news.hits) - MOST_TOLD),
    }
