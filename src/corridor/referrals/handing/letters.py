"""What is written when a referral changes hands. Answers of the hub that was asked come in ``answering``."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience
from corridor.kernel.journal import register_verbs
from corridor.people.models import Person
from corridor.post.kinds import register_kind
from corridor.referrals.enums import Speaker
from corridor.referrals.letters import (
    carers_of,
    kind,
    kind_for_client,
    moderators_of,
    tell,
    write_to_client,
    writers_of,
)
from corridor.referrals.models import Need, Referral

TAKEN: Final = "referral-taken"
DECLINED: Final = "referral-declined"
WITHDRAWN: Final = "referral-withdrawn"
REMINDER: Final = "referral-due"
LATE: Final = "referral-late"
MESSAGE: Final = "referral-message"
CLIENT_SAYS: Final = "referral-client-says"
TAKEN_FOR_CLIENT: Final = "referral-taken-client"
SAID_BY: Final = {Speaker.HOME: MESSAGE, Speaker.CLIENT: CLIENT_SAYS}
VERBS: Final = {
    "send-referral": _("Need referred to a hub"),
    "take-referral": _("Referral taken"),
    "decline-referral": _("Referral declined"),
    "ask-about-referral": _("Question about a referral"),
    "answer-about-referral": _("Question about a referral answered"),
    "withdraw-referral": _("Referral withdrawn"),
}


def register() -> None:
    register_verbs(VERBS)
    register_kind(kind(TAKEN, _("A hub takes your referral")))
    register_kind(kind(DECLINED, _("A hub declines your referral"), needs_answer=True))
    register_kind(kind(WITHDRAWN, _("A referral to your hub is withdrawn")))
    register_kind(kind(REMINDER, _("A referral waits for your hub’s answer"), needs_answer=True))
    register_kind(kind(LATE, _("A referral was not answered in time"), needs_answer=True))
    register_kind(kind(MESSAGE, _("A message about a referral")))
    register_kind(kind(CLIENT_SAYS, _("A client wrote")))
    register_kind(kind_for_client(TAKEN_FOR_CLIENT, _("A hub will help you")))


def tell_about(people: list[Person], name: str, referral: Referral, *, key: str = "", **context: Any) -> None:
    """Those of one of both hubs; ``key`` where it can happen more than once."""
    tell(
        people,
        name,
        referral.need,
        key=f"{name}:{referral.pk}:{key}",
        page=("referrals:referral", referral.pk),
        hub_id=context.pop("hub_id", None),
        hub=referral.hub.name,
        home=home_of(referral.need),
        **context,
    )


def tell_carers(name: str, referral: Referral, *, key: str = "", **context: Any) -> None:
    tell_about(carers_of(referral.need), name, referral, key=key, **context)


def tell_hub(name: str, referral: Referral, *, key: str = "", **context: Any) -> None:
    tell_about(writers_of(referral.hub_id), name, referral, key=key, hub_id=referral.hub_id, **context)


def tell_who_waits(name: str, referral: Referral, *, key: str = "", **context: Any) -> None:
    """Those who look after the need and its group's moderators, each once."""
    need = referral.need
    others = [] if need.audience == Audience.HUB else moderators_of(need.group_id)
    people = {one.pk: one for one in (*carers_of(need), *others)}
    tell_about(list(people.values()), name, referral, key=key, **context)


def tell_client(name: str, referral: Referral) -> None:
    write_to_client(referral.need, name, key=f"{name}:{referral.pk}", hub=referral.hub.name)


def home_of(need: Need) -> Any:
    """Who refers it, as a name: its home hub, else its group."""
    return need.hub.name if need.hub else need.group.name
