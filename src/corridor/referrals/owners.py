"""Titles of this room's verbs in the journal, and whose needs and referrals are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.journal import Owned, register_journal_owner, register_verbs

from . import queries, rules
from .audiences import number_in
from .models import Client, Need, Referral

VERBS = {
    "post-need": _("Need posted"),
    "confirm-address": _("Address of a client confirmed"),
    "edit-need": _("Need changed"),
    "open-need": _("Need taken up"),
    "refuse-need": _("Need not taken up"),
    "close-need": _("Need closed"),
    "withdraw-need": _("Need withdrawn"),
    "give-home-hub": _("Home hub of a need changed"),
    "change-consent": _("Consent of a client changed"),
    "forget-client": _("Details of a client deleted at their wish"),
    "rate-service": _("Service rated by its client"),
    "change-desk": _("Weights or days of the referral desk changed"),
}


def need_of_carer(person: Any, viewer: Viewer, key: str) -> Need:
    """For those who look after it."""
    return queries.need_for_referring(person, viewer, number_in(key))


def referral_of_either(person: Any, viewer: Viewer, key: str) -> Referral:
    """For those who look after the need, and those who answer for the hub that was asked."""
    referral = queries.referral_for_viewing(viewer, number_in(key))
    if rules.answers(person, referral) or rules.looks_after(person, viewer, referral.need):
        return referral
    raise NotFound


def _of_need(need: Need) -> Iterable[tuple[str, Iterable[int]]]:
    return [("referrals.Client", Client.objects.filter(need=need).values_list("pk", flat=True))]


def register() -> None:
    register_verbs(VERBS)
    register_journal_owner(
        Owned(
            name="need",
            title=_("need"),
            door=need_of_carer,
            page=lambda need: reverse("referrals:need", args=[need.pk]),
            also=_of_need,
        )
    )
    register_journal_owner(
        Owned(
            name="referral",
            title=_("referral"),
            door=referral_of_either,
            page=lambda referral: reverse("referrals:referral", args=[referral.pk]),
        )
    )
