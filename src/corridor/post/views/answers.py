"""Answering by link. The page shows what is asked and the choice; only its button does something."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from corridor.kernel.errors import NotFound
from corridor.post import answers
from corridor.post.answers import Purpose, purpose_of, question_by_key
from corridor.post.models import Question

from . import see_other


@never_cache
@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    found = question_by_key(key)
    if not purpose_of(found).choices:
        raise NotFound  # this one is answered in words, by replying
    return render(request, "post/question.html", _context(found, key))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: HttpRequest, key: str, choice: str) -> HttpResponse:
    found = question_by_key(key)
    chosen = purpose_of(found).choice(choice)
    if chosen is None:
        raise NotFound
    if request.method == "POST":
        _question, said = answers.answer(key=key, choice=choice)
        messages.success(request, str(said))
        return see_other("post:answer", key)
    return render(request, "post/question.html", _context(found, key) | {"chosen": chosen})


def _context(found: Question, key: str) -> dict[str, Any]:
    purpose: Purpose = purpose_of(found)
    return {
        "question": found,
        "asked": purpose.describe(found),
        "choices": purpose.choices,
        "answer": purpose.answer_to(found),
        "is_open": purpose.is_open(found),
        "may_change": purpose.may_change,
        "key": key,
    }
