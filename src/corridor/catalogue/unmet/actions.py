"""Writing down what was asked in vain, and forgetting it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import F
from django.utils import timezone

from corridor.kernel.search.asking import query_of
from corridor.kernel.search.folding import fold
from corridor.kernel.search.shapes import Answer
from corridor.kernel.search.understanding import nearest_target

from .models import LONGEST_TEXT, UnmetDemand
from .rules import is_impersonal

KEPT: Final = timedelta(days=730)
MOST_A_DAY: Final = 2000  # different searches; more of them are somebody's program

_ADD = """
insert into catalogue_unmetdemand (day, text, language, filters, nearest, count)
values (%(day)s, %(text)s, %(language)s, %(filters)s, %(nearest)s, 1)
on conflict (day, text, language, filters) do update set count = catalogue_unmetdemand.count + 1
"""


def note_unmet(answer: Answer) -> None:
    """One more of this search today, if its words may be kept."""
    if not is_impersonal(answer.question):
        return
    asked = _columns(answer)
    if UnmetDemand.objects.filter(**asked).update(count=F("count") + 1):
        return
    if UnmetDemand.objects.filter(day=asked["day"]).count() < MOST_A_DAY:
        nearest = nearest_target(answer.question, answer.generation)
        with connection.cursor() as cursor:
            cursor.execute(_ADD, asked | {"nearest": nearest})


def _columns(answer: Answer) -> dict[str, Any]:
    words = fold(" ".join(answer.question.text.split()))
    return {
        "day": timezone.localdate(),
        "text": words[:LONGEST_TEXT],
        "language": answer.language,
        "filters": query_of(answer.question, text="")[:300],
    }


def forget_old() -> int:
    gone, _by_model = UnmetDemand.objects.filter(day__lt=timezone.localdate() - KEPT).delete()
    return gone
