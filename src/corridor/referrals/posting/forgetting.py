"""Who needed it is forgotten: at once where the client wishes it, else a year after the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction

from corridor.kernel import journal
from corridor.kernel.traces import take_out
from corridor.referrals.models import Client, ClientKey, Need, ReferralMessage, ServiceRecord

from .ending import BEFORE_THE_END, withdraw_need
from .locking import locked

KNOWN_BY: Final = ("name", "email", "phone")


def forget_client(*, need: Need) -> None:
    """By the client. What still runs is withdrawn first; what they wrote stays where it names nobody."""
    with transaction.atomic():
        kept = locked(need)
        client = Client.objects.select_for_update().filter(need=kept).first()
        if kept.state in BEFORE_THE_END:
            withdraw_need(need=kept)
        if client is not None:
            _take_out(kept, [said for name in KNOWN_BY if (said := getattr(client, name))])
        forget_clients([kept.pk])
        journal.record("forget-client", kept, by=None)


def _take_out(need: Need, words: Iterable[str]) -> None:
    take_out(Need.objects.filter(pk=need.pk), ("title", "text", "constraints", "ended_why"), words)
    take_out(ReferralMessage.objects.filter(referral__need=need), ("text",), words)


def forget_clients(needs: Iterable[int]) -> int:
    """Who needed it, and the links that led there. The need stays, without anybody."""
    ids = list(needs)
    Need.objects.filter(pk__in=ids).update(key_digest=None)
    ClientKey.objects.filter(need__in=ids).delete()
    ServiceRecord.objects.filter(referral__need__in=ids).update(comment="")
    gone, _by_model = Client.objects.filter(need__in=ids).delete()
    return gone
