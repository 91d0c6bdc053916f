"""Letters about a need that comes in: to whoever needs it, and to the moderators who look at it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from corridor.post.kinds import register_kind
from corridor.referrals.letters import kind, kind_for_client, moderators_of, tell, write_to_client
from corridor.referrals.models import Need

KINDS: Final = (
    kind_for_client("need-confirm", _("Confirm what you need")),
    kind_for_client("need-posted", _("A hub asks on your behalf")),
    kind("need-received", _("A need waits for a look"), needs_answer=True),
)


def register() -> None:
    for one in KINDS:
        register_kind(one)


def ask_to_confirm(need: Need) -> None:
    write_to_client(need, "need-confirm", key=f"need-confirm:{need.pk}")


def tell_client_posted(need: Need) -> None:
    hub = need.hub.name if need.hub else ""
    write_to_client(need, "need-posted", key=f"need-posted:{need.pk}", hub=hub)


def tell_received(need: Need) -> None:
    people = moderators_of(need.group_id)
    tell(people, "need-received", need, key=f"need-received:{need.pk}", due=need.due_on)
