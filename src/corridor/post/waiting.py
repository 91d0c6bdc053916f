"""What waits: for everybody open questions, for the operator letters that did not leave and mails that
nobody understood."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.waiting import Item, OneTap

from .answers import open_questions, purpose_of, subject_of
from .enums import KEPT_FOR_OPERATOR
from .models import InboundMail, Letter
from .queries import obstacle_of

# Whether there is anything to look for at all.
ANYTHING = """%(operator)s or exists (select from post_suppression
    where lower(address) = lower(%(email)s) and lifted_at is null)"""

ANY_QUESTION = """exists (select from post_question where person_id = %(person)s
    and answered_at is null and closed_at is null and expires_at > %(now)s)"""


def questions(person: Any, viewer: Viewer) -> Iterable[Item]:
    """What the person was asked by mail, to be answered in one tap."""
    if viewer.person_id is None:
        return
    for question in open_questions(person):
        try:
            asked, subject = str(purpose_of(question).describe(question)), str(subject_of(question))
        except NotFound:
            continue  # it is gone, or no longer theirs to answer
        yield Item(
            kind="question",
            title=asked,
            url=reverse("post:answer", args=[question.plain_key]),
            for_whom=subject,
            as_role="",
            since=question.asked_at,
            due=timezone.localdate(question.expires_at),
            answers=tuple(
                OneTap(
                    str(choice.label), reverse("post:answer-choice", args=[question.plain_key, choice.name])
                )
                for choice in purpose_of(question).choices
            ),
        )


def items(person: Any, viewer: Viewer) -> Iterable[Item]:
    if obstacle_of(person):
        yield Item(
            kind="unreachable",
            title=_("We could not reach you by mail"),
            url=reverse("post:wishes"),
            for_whom=str(person),
            as_role="",
            rank=20,
        )
    if person.is_staff:
        yield from _for_operator()


def _for_operator() -> Iterable[Item]:
    if stuck := Letter.objects.stuck().count():
        text = ngettext("%(count)s letter did not leave", "%(count)s letters did not leave", stuck)
        yield _item("letters", text % {"count": stuck}, reverse("admin:post_letter_changelist"))
    unread = InboundMail.objects.filter(settled_at=None, arrival__in=KEPT_FOR_OPERATOR).count()
    if unread:
        text = ngettext("%(count)s mail is for nobody here", "%(count)s mails are for nobody here", unread)
        yield _item("mails", text % {"count": unread}, reverse("admin:post_inboundmail_changelist"))


def _item(kind: str, title: str, url: str) -> Item:
    return Item(kind=kind, title=title, url=url, for_whom=_("Corridor"), as_role=_("operator"), rank=60)
