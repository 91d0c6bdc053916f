"""Requests that wait for somebody with an account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from corridor.bilaterals.enums import AskState
from corridor.bilaterals.models import Ask
from corridor.kernel.audience import Viewer
from corridor.kernel.clock import clock
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, OneTap, register_waiting

from .answering import CHOICES
from .limits import closes_at, is_open

RANK: Final = 35
ANY: Final = """exists (select from bilaterals_ask a join bilaterals_profile p on p.id = a.to_id
    join events_registration r on r.id = p.registration_id
    where a.state = 'sent' and r.person_id = %(person)s)"""


def register() -> None:
    register_waiting("bilaterals.asked", asked, if_any=ANY)


def asked(person: Any, _viewer: Viewer) -> Iterator[Item]:
    waiting = Ask.objects.filter(
        state=AskState.SENT, to__registration__person=person, to__registration__state="registered"
    ).exclude(to__left_at__isnull=False)
    now = clock()
    for one in waiting.select_related("bilaterals__event__group", "by__registration"):
        if is_open(one.bilaterals, now):
            yield _item(one)


def _item(one: Ask) -> Item:
    event = one.bilaterals.event
    page = reverse("bilaterals:request", args=[event.group.slug, event.slug, one.pk])
    return Item(
        kind="meeting-asked",
        title=_("%(name)s asks you for a 1:1 meeting") % {"name": one.by.registration.name},
        url=page,
        for_whom=best_text(event.title),
        as_role=pgettext("of an event", "participant"),
        why=one.reason,
        since=one.asked_at,
        due=closes_at(one.bilaterals).date(),
        rank=RANK,
        answers=tuple(
            OneTap(str(choice.label), page, (("act", choice.name), ("version", str(one.version))))
            for choice in CHOICES
        ),
    )
