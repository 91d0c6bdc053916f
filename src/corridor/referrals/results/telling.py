"""Who hears of a service agreed, delivered, of its result and its rating."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from corridor.kernel.journal import register_verbs
from corridor.post.kinds import register_kind
from corridor.referrals.letters import carers_of, kind, kind_for_client, tell, write_to_client, writers_of
from corridor.referrals.models import Referral, ServiceRecord

from .steps import AGREEMENT, DELIVERY, RESULT, Step

RATED: Final = "service-rated"
VERBS: Final = {
    AGREEMENT.verb: AGREEMENT.title,
    DELIVERY.verb: DELIVERY.title,
    RESULT.verb: RESULT.title,
    "correct-result": _("Record of a service corrected"),
    "write-result": _("Record of a service written"),
}


def register() -> None:
    register_verbs(VERBS)
    register_kind(kind(AGREEMENT.letter, _("A service for your client is agreed")))
    register_kind(kind(DELIVERY.letter, _("A service for your client is delivered")))
    register_kind(kind(RESULT.letter, _("The result of a referral is recorded")))
    register_kind(kind(RATED, _("A client rated your service")))
    register_kind(kind_for_client(for_client(AGREEMENT), _("Your service is agreed")))
    register_kind(kind_for_client(for_client(DELIVERY), _("Your service is delivered")))


def for_client(step: Step) -> str:
    return f"{step.letter}-client"


def tell_about(step: Step, kept: Referral, record: ServiceRecord) -> None:
    """The result is no news for the client, whose own it is."""
    told = _facts(kept, record)
    key = f"{step.letter}:{kept.pk}"
    tell(carers_of(kept.need), step.letter, kept.need, key=key, page=_page(kept), **told)
    if step != RESULT:
        write_to_client(kept.need, for_client(step), key=f"{key}:client", **told)


def tell_about_rating(kept: Referral) -> None:
    people = {one.pk: one for one in (*writers_of(kept.hub_id), *carers_of(kept.need))}
    key, names = f"{RATED}:{kept.pk}", {"hub": kept.hub.name}
    tell(people.values(), RATED, kept.need, key=key, page=_page(kept), hub_id=kept.hub_id, **names)


def _page(kept: Referral) -> tuple[str, int]:
    return "referrals:referral", kept.pk


def _facts(kept: Referral, record: ServiceRecord) -> dict[str, Any]:
    service = kept.service.title if kept.service else {}
    days = {"starts_on": record.starts_on, "ends_on": record.ends_on}
    return {"hub": kept.hub.name, "service": service} | days
