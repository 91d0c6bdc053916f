"""What changed last, for feed readers (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from corridor.kernel.i18n.languages import DEFAULT

from .clean import visible


@dataclass(frozen=True)
class Item:
    """``uid`` is a UUID; ``page`` a whole address."""

    uid: str
    title: str
    page: str
    text: str
    changed_at: datetime


def feed(title: str, author: str, page: str, own: str, items: Iterable[Item]) -> bytes:
    """``page`` and ``own``, the feed itself, are paths."""
    made = Atom1Feed(
        title=visible(title),
        link=settings.BASE_URL + page,
        feed_url=settings.BASE_URL + own,
        feed_guid=settings.BASE_URL + own,
        description=None,
        language=get_language() or DEFAULT,
        author_name=visible(author),
    )
    for item in items:
        made.add_item(
            title=visible(item.title),
            link=item.page,
            description=visible(item.text),
            unique_id=f"urn:uuid:{item.uid}",
            updateddate=item.changed_at,
        )
    return made.writeString("utf-8").encode()
