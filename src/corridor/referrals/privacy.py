"""What this room's tables hold about people. A client is usually nobody with an account and is known by the
address alone; whoever wrote, decided or sent for a hub is. What a need or a message says is its hub's; a
person's name in it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from corridor.kernel.errors import Text
from corridor.kernel.privacy import Personal, register_tables
from corridor.kernel.traces import Traces, take_out

from .enums import NeedState
from .models import Client, Need, Referral, ReferralMessage, ServiceRecord
from .posting.ending import BEFORE_THE_END, withdraw_need
from .posting.forgetting import forget_clients

Rows = Iterable[Mapping[str, Any]]
TIME_TO_CONFIRM: Final = timedelta(days=7)
CLIENT_KEPT: Final = timedelta(days=365)
OF_CLIENT: Final = ("organisation", "name", "email", "phone", "website", "vat")
BASIS: Final = "legitimate interest"
OF_BOTH_HUBS = _("both hubs, and the moderators of the group")
KEPT_WITH_NEED = _("as long as the need; after an erasure without a name")
OF_HUB = _("what it says is the hub’s; a name in it is taken out")


def register() -> None:
    register_tables(TABLES, {"referrals.Desk": "numbers by the names of signals"})


def _of_client(person: Any) -> Any:
    return Client.objects.filter(email__iexact=person.email)


def _needs_of_client(person: Any) -> Any:
    return Need.objects.filter(pk__in=_of_client(person).values("need"))


def _clients(person: Any) -> Rows:
    """Their own details; and for whom they recorded a consent, without whose it was."""
    shown = (*OF_CLIENT, "staff", "consented", "consent", "consented_at")
    yield from _of_client(person).values(*shown, for_need=F("need__title"))
    recorded = Client.objects.filter(taken_by=person).exclude(email__iexact=person.email)
    yield from recorded.values("consented_at", recorded_for=F("need__title"))


def _leave_clients(person: Any) -> None:
    """Whoever is erased needs nothing any more: what still ran is withdrawn, and hubs are told."""
    for need in _needs_of_client(person).filter(state__in=BEFORE_THE_END):
        withdraw_need(need=need)
    forget_clients(_needs_of_client(person).values_list("pk", flat=True))


def expire_clients() -> int:
    """A year after the need has ended."""
    ended = Need.objects.filter(ended_at__lt=timezone.now() - CLIENT_KEPT, client__isnull=False)
    return forget_clients(ended.values_list("pk", flat=True))


def expire_needs() -> int:
    """Never confirmed for a week: it goes with its client, as if it had never been sent."""
    never = Need.objects.filter(state=NeedState.UNCONFIRMED, created_at__lt=timezone.now() - TIME_TO_CONFIRM)
    gone = never.count()
    never.delete()
    return gone


def _needs(person: Any) -> Rows:
    """The client's own words; of others that they posted or decided it."""
    mine = _needs_of_client(person)
    yield from mine.values("title", "text", "constraints", "state", "created_at", "ended_why")
    others = Need.objects.filter(Q(posted_by=person) | Q(decided_by=person)).exclude(pk__in=mine)
    for need in others:
        yield {"title": need.title, "posted": need.posted_by_id == person.pk, "created_at": need.created_at}


def _referrals(person: Any) -> Rows:
    for one in Referral.objects.filter(Q(sent_by=person) | Q(answered_by=person)).select_related("need"):
        sent, answered = one.sent_by_id == person.pk, one.answered_by_id == person.pk
        told = {"for_need": one.need.title, "sent_at": one.sent_at if sent else None}
        told["answered_at"] = one.answered_at if answered else None
        words = {"note": one.note if sent else "", "reason": one.reason if answered else ""}
        yield told | words


def _messages(person: Any) -> Rows:
    """What the person wrote, for a hub or as the client."""
    as_client = Q(speaker="client", referral__need__client__email__iexact=person.email)
    rows = ReferralMessage.objects.filter(Q(by=person) | as_client)
    found: Rows = rows.values("speaker", "text", "at", for_need=F("referral__need__title"))
    return found


def _records(person: Any) -> Rows:
    rows = ServiceRecord.objects.filter(referral__need__client__email__iexact=person.email)
    found: Rows = rows.values("rating", "comment", "rated_at", for_need=F("referral__need__title"))
    return found


def _nothing(person: Any) -> None:
    """The row stays; its person has no name any more."""


def _sweeper(model: Any, *columns: str) -> Any:
    """Takes names and addresses out of free texts, each as a whole."""

    def sweep(words: frozenset[str]) -> None:
        take_out(model.objects.all(), columns, words)

    return sweep


def _sweep_referrals(words: frozenset[str]) -> None:
    """What the engine said goes as a whole: half a reason is none."""
    _sweeper(Referral, "note", "reason")(words)
    traces = Traces(words)
    for row in traces.rows_of(Referral.objects.order_by(), "because").iterator():
        if traces.are_in(row.because):
            Referral.objects.filter(pk=row.pk).update(because={})


def _table(
    model: str, title: Text, columns: Mapping[str, Text], export: Any, *, erase: Any = _nothing, **more: Any
) -> Personal:
    named = {"title": title, "seen_by": OF_BOTH_HUBS, "kept": KEPT_WITH_NEED, "basis": BASIS} | more
    return Personal(model=f"referrals.{model}", columns=columns, export=export, erase=erase, **named)


TABLES = (
    _table(
        "Need",
        _("Needs: your own, and those that you posted or decided on"),
        {
            "title": _("what somebody looks for, which may name people"),
            "text": _("what somebody looks for, which may name people"),
            "constraints": _("what else must be kept in mind"),
            "ended_why": _("why it was closed or not taken up"),
            "posted_by": _("who posted it for the hub’s client"),
            "decided_by": _("which moderator decided"),
        },
        _needs,
        sweep=_sweeper(Need, "title", "text", "constraints", "ended_why"),
        seen_by=_("everybody who sees the need"),
        kept=_("seven days where it was never confirmed, otherwise as long as the group"),
        expire=expire_needs,
        keep_for=TIME_TO_CONFIRM,
    ),
    _table(
        "Client",
        _("Who needs it"),
        {
            "organisation": _("who needs it"),
            "name": _("whom to talk to"),
            "email": _("to confirm, to ask and to tell what happens"),
            "phone": _("to talk about it"),
            "website": _("to understand who needs it"),
            "vat": _("for the record of a service that was delivered"),
            "consent": _("the words that were agreed to"),
            "taken_by": _("who recorded the consent for the client"),
        },
        _clients,
        erase=_leave_clients,
        basis="consent",
        seen_by=_("the home hub; other hubs what was agreed to, once they are asked"),
        kept=_("until a year after the need has ended"),
        expire=expire_clients,
        keep_for=CLIENT_KEPT,
        traces=OF_CLIENT[1:4],
    ),
    _table(
        "Referral",
        _("Referrals that you sent or answered"),
        {
            "sent_by": _("who sent it for the home hub"),
            "answered_by": _("who answered for the hub that was asked"),
            "note": _("what the home hub wrote to the other"),
            "reason": _("why the hub declined"),
        },
        _referrals,
        sweep=_sweep_referrals,
        withheld={"because": OF_HUB},
    ),
    _table(
        "ReferralMessage",
        _("Messages about referrals"),
        {"by": _("who wrote for a hub"), "text": _("questions and answers")},
        _messages,
        sweep=_sweeper(ReferralMessage, "text"),
        seen_by=_("both hubs, the moderators, and the client where it is for them"),
    ),
    _table(
        "ServiceRecord",
        _("Services that were delivered to you"),
        {"comment": _("what the client said about the service")},
        _records,
        sweep=_sweeper(ServiceRecord, "comment", "description", "outcome", "aid_note"),
        withheld={"description": OF_HUB, "outcome": OF_HUB, "aid_note": OF_HUB},
    ),
)
