"""Actions that wait for their owner: what is due within two weeks, what is overdue, what has no day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, OneTap, register_waiting
from corridor.meetings.enums import ActionState

from .queries import actions_of

SOON: Final = 14
ANY_ACTION = f"""exists (select from meetings_action where owner_id = %(person)s and state = 'open'
    and group_id = any(%(groups)s) and (due_on is null or due_on <= %(today)s + {SOON}))"""


def register() -> None:
    register_waiting("meetings.actions", actions, if_any=ANY_ACTION)


def actions(person: Any, viewer: Viewer) -> Iterator[Item]:
    if viewer.person_id is None or not viewer.groups:
        return
    until = timezone.localdate() + timedelta(days=SOON)
    mine = actions_of(person).filter(Q(due_on=None) | Q(due_on__lte=until), group__in=viewer.groups)
    for action in mine:
        address = [action.group.slug, action.code]
        yield Item(
            kind="action",
            title=action.text,
            url=reverse("meetings:action", args=address),
            for_whom=best_text(action.group.name),
            as_role=action.hub.name if action.hub else str(_("member of the group")),
            why=_("%(code)s, noted at a meeting.") % {"code": action.code},
            due=action.due_on,
            answers=(
                OneTap(
                    _("Done"),
                    reverse("meetings:close-action", args=address),
                    (("state", ActionState.DONE.value),),
                ),
            ),
        )
