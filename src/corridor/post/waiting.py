"""What waits for the operator: letters that did not leave, and mails that nobody understood."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel.audience import Viewer
from corridor.kernel.waiting import Item

from .enums import KEPT_FOR_OPERATOR
from .models import InboundMail, Letter
from .queries import obstacle_of

# Whether there is anything to look for at all.
ANYTHING = """%(operator)s or exists (select from post_suppression
    where lower(address) = lower(%(email)s) and lifted_at is null)"""


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
