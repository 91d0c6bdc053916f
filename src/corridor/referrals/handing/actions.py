"""A need goes to a hub, which takes it, declines it or asks; or it is taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.catalogue.models import Service, TestBedSlot
from corridor.catalogue.slots.actions import take_slot
from corridor.kernel import journal
from corridor.kernel.errors import Conflict, NotFound, Refused
from corridor.members.models import Hub
from corridor.members.queries import viewer_of
from corridor.referrals import queries, rules
from corridor.referrals.desk.ranking import because
from corridor.referrals.enums import HOLDING, RUNNING, ReferralState, Speaker
from corridor.referrals.models import Need, Referral, ReferralMessage

from . import answering, letters
from .days import working_day_after, working_days_between
from .states import locked, move, save


def send_referral(
    *,
    by: Any,
    need: Need,
    hub: Hub,
    service: Service | None = None,
    slot: TestBedSlot | None = None,
    note: str = "",
    passed: Collection[str] = (),
) -> Referral:
    """Of all who want the same slot, one gets it; the others meet ``SlotTaken``."""
    said = because(need, service or hub)  # the engine takes a moment, so nobody waits for it
    with transaction.atomic():
        kept = _open_need(by, need)
        _refuse_hub(kept, hub)
        _refuse_service(hub, service, slot)
        if slot is not None:
            take_slot(slot)
        facts = {"service": service, "slot": slot, "note": note, "passed": _allowed(kept, passed)}
        due = promised_day(kept, hub)
        referral = Referral.objects.create(need=kept, hub=hub, sent_by=by, due_on=due, because=said, **facts)
        after = {"hub": hub.slug, "service": service.slug if service else "", "passed": facts["passed"]}
        journal.record("send-referral", referral, by=by, after=after)
        answering.ask_hub(referral)
    return referral


def promised_day(need: Need, hub: Hub) -> date:
    """By when a hub answers that is asked today."""
    days = queries.desk_of(need.group).answer_days
    return working_day_after(timezone.localdate(), days, hub)


def _open_need(by: Any, need: Need) -> Need:
    kept = Need.objects.select_for_update(of=("self",)).select_related("group", "hub", "client")
    found = kept.filter(pk=need.pk).first()
    if found is None or not rules.looks_after(by, viewer_of(by), found):
        raise NotFound
    if not found.is_open:
        raise Conflict(_("This need is not open any more, or not yet."))
    return found


def _refuse_hub(need: Need, hub: Hub) -> None:
    if hub.pk == need.hub_id:
        raise Refused(_("This is the home hub itself. Choose another one."))
    if Referral.objects.filter(need=need, hub=hub, state__in=HOLDING).exists():
        raise Conflict(_("%(hub)s has this need already.") % {"hub": hub.name})


def _refuse_service(hub: Hub, service: Service | None, slot: TestBedSlot | None) -> None:
    if service is not None:
        provided = service.hub_id == hub.pk or service.co_providers.filter(hub=hub, agreed=True).exists()
        if not provided or not Service.objects.offered().filter(pk=service.pk).exists():
            raise Conflict(_("%(hub)s does not offer this service any more.") % {"hub": hub.name})
    if slot is not None and (service is None or slot.test_bed.service_id != service.pk):
        raise NotFound


def _allowed(need: Need, passed: Collection[str]) -> list[str]:
    """In the order in which the client agreed to them."""
    client = getattr(need, "client", None)
    consented = client.consented if client else []
    if set(passed) - set(consented):
        raise Conflict(_("The client does not agree to this any more. Look at the list again."))
    return [name for name in consented if name in passed]


def take_referral(*, by: Any, referral: Referral, version: int | None = None) -> Referral:
    with transaction.atomic():
        kept = _of_hub(by, referral, version)
        move(kept, ReferralState.TAKEN, by=by, verb="take-referral", answered_by=by)
        letters.tell_carers(letters.TAKEN, kept)
        letters.tell_client(letters.TAKEN_FOR_CLIENT, kept)
    return kept


def decline_referral(
    *, by: Any, referral: Referral, reason: str = "", suggested: Hub | None = None, version: int | None = None
) -> Referral:
    """Also after it was taken. By mail it is declined in one tap; the reason may then follow, once."""
    with transaction.atomic():
        kept = _of_hub(by, referral, version)
        values = {"reason": reason, "suggested": suggested}
        if kept.state == ReferralState.DECLINED and not kept.reason and reason:
            save(kept, by, "decline-referral", {"state": kept.state}, **values)
        else:
            move(kept, ReferralState.DECLINED, by=by, verb="decline-referral", answered_by=by, **values)
        hub = suggested.name if suggested else ""
        letters.tell_carers(letters.DECLINED, kept, key=str(kept.version), reason=reason, suggested=hub)
    return kept


def ask_question(
    *, by: Any, referral: Referral, text: str, for_client: bool = False, version: int | None = None
) -> ReferralMessage:
    """The promised day does not come nearer while a question is open."""
    with transaction.atomic():
        kept = _of_hub(by, referral, version)
        message = _say(kept, Speaker.HUB, text, by=by, for_client=for_client)
        if kept.state == ReferralState.SENT:
            move(kept, ReferralState.ASKED, by=by, verb="ask-about-referral")
        answering.ask_home(kept, message)
    return message


def answer_question(
    referral: Referral, text: str, *, by: Any = None, client: bool = False, for_client: bool = False
) -> ReferralMessage:
    """By those who look after the need, or by the client on their page or by mail. Where the hub waits for
    it, the clock goes on: the working days that were left when it asked are left again."""
    with transaction.atomic():
        kept = locked(referral)
        if not client and not rules.looks_after(by, viewer_of(by), kept.need):
            raise NotFound
        asked = _open_questions(kept, shown=client).first()
        speaker = Speaker.CLIENT if client else Speaker.HOME
        message = _say(kept, speaker, text, by=by, for_client=client or for_client)
        if kept.state == ReferralState.ASKED and asked is not None:
            due = _due_again(kept, timezone.localdate(asked.at))
            fresh = {"due_on": due, "reminded_at": None, "escalated_at": None}
            move(kept, ReferralState.SENT, by=by, verb="answer-about-referral", **fresh)
            answering.ask_hub(kept, answer=text)
        else:
            letters.tell_hub(letters.SAID_BY[speaker], kept, key=str(message.pk), text=text)
        if client:
            letters.tell_carers(letters.CLIENT_SAYS, kept, key=str(message.pk), text=text)
    return message


def _open_questions(kept: Referral, *, shown: bool) -> Any:
    """Those of the hub since somebody last answered; ``shown``: those that the client sees."""
    asked = kept.messages.filter(speaker=Speaker.HUB).order_by("at", "id")
    last = kept.messages.exclude(speaker=Speaker.HUB).order_by("-at", "-id").first()
    since = asked.filter(at__gt=last.at) if last else asked
    return since.filter(for_client=True) if shown else since


def _due_again(kept: Referral, asked: date) -> date:
    left = working_days_between(asked, kept.due_on, kept.hub)
    return working_day_after(timezone.localdate(), max(left, 1), kept.hub)


def show_to_client(*, by: Any, referral: Referral, message: int) -> None:
    """The hub's question came by mail, and the client can answer it."""
    with transaction.atomic():
        kept = locked(referral)
        if not rules.looks_after(by, viewer_of(by), kept.need):
            raise NotFound
        found = kept.messages.filter(pk=message, for_client=False).first()
        if found is None:
            raise Conflict
        found.for_client = True
        found.save(update_fields=["for_client"])
        if found.speaker == Speaker.HUB and kept.state == ReferralState.ASKED:
            answering.ask_client(kept, found)


def withdraw_referral(
    *, by: Any, referral: Referral, reason: str = "", version: int | None = None
) -> Referral:
    """By those who look after the need; the hub then knows nothing of the client any more."""
    with transaction.atomic():
        kept = locked(referral, version)
        if not rules.looks_after(by, viewer_of(by), kept.need):
            raise NotFound
        move(kept, ReferralState.WITHDRAWN, by=by, verb="withdraw-referral", reason=reason)
        letters.tell_hub(letters.WITHDRAWN, kept, reason=reason)
    return kept


def _of_hub(by: Any, referral: Referral, version: int | None) -> Referral:
    kept = locked(referral, version)
    if not rules.answers(by, kept):
        raise NotFound
    return kept


def _say(kept: Referral, speaker: Speaker, text: str, *, by: Any, for_client: bool) -> ReferralMessage:
    if kept.state not in RUNNING:
        raise Conflict(_("This referral is over."))
    if not text:
        raise Refused(_("There is no text."))
    return ReferralMessage.objects.create(
        referral=kept, speaker=speaker, by=by, text=text, for_client=for_client
    )
