"""Referrals wait for the hub that was asked, and its questions and silence for those who look after the
need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.catalogue.rules import writers_roles
from corridor.kernel.agenda import day_in_words
from corridor.kernel.audience import Audience, Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting
from corridor.members.enums import GroupRoleName
from corridor.referrals.enums import ReferralState
from corridor.referrals.models import Need, Referral

RANK: Final = 30

# Whether there is anything to look for at all.
ANY_UNANSWERED: Final = """exists (select from referrals_referral r join referrals_need n on n.id = r.need_id
    where r.state in ('sent', 'asked')
    and (r.hub_id = any(%(hubs)s) or n.hub_id = any(%(hubs)s) or n.group_id = any(%(moderates)s)))"""


def register() -> None:
    register_waiting("referrals.asked", asked_of_hubs, if_any=ANY_UNANSWERED)
    register_waiting("referrals.unanswered", for_carers, if_any=ANY_UNANSWERED)


def asked_of_hubs(person: Any, viewer: Viewer) -> Iterator[Item]:
    if not viewer.hubs:
        return
    roles = writers_roles(person)
    sent = Referral.objects.filter(hub__in=roles, state=ReferralState.SENT)
    for one in sent.select_related("hub", "need__hub", "need__group"):
        names = {"home": _home(one.need), "need": one.need}
        yield Item(
            kind="referral",
            title=_("%(home)s refers to you: %(need)s") % names,
            url=_page(one),
            for_whom=one.hub.name,
            as_role=roles[one.hub_id],
            why=_("Take it, ask, or decline. Your answer is promised by %(day)s.")
            % {"day": day_in_words(one.due_on)},
            since=one.sent_at,
            due=one.due_on,
            rank=RANK,
        )


def for_carers(person: Any, viewer: Viewer) -> Iterator[Item]:
    """Open questions for the home hub, or the moderators where there is none; late ones for both."""
    if not viewer.hubs and not viewer.moderates:
        return
    roles = writers_roles(person)
    moderated = Q(need__group__in=viewer.moderates) & ~Q(need__audience=Audience.HUB)
    asked = Q(state=ReferralState.ASKED) & (Q(need__hub__in=roles) | moderated & Q(need__hub=None))
    late = Q(state=ReferralState.SENT, escalated_at__isnull=False) & (Q(need__hub__in=roles) | moderated)
    for one in Referral.objects.filter(asked | late).select_related("hub", "need__hub", "need__group"):
        yield _for_carer(one, roles)


def _for_carer(one: Referral, roles: dict[int, str]) -> Item:
    names = {"hub": one.hub.name, "need": one.need, "day": day_in_words(one.due_on)}
    if one.state == ReferralState.ASKED:
        title, why = _("%(hub)s asks about: %(need)s"), _("The promised time stands still until you answer.")
    else:
        title = _("%(hub)s has not answered: %(need)s")
        why = _("The answer was promised by %(day)s. Ask the hub, or refer it elsewhere.")
    at_home = one.need.hub_id in roles
    return Item(
        kind="referral-question" if one.state == ReferralState.ASKED else "referral-late",
        title=title % names,
        url=_page(one),
        for_whom=_home(one.need) if at_home else best_text(one.need.group.name),
        as_role=roles[one.need.hub_id] if at_home and one.need.hub_id else str(GroupRoleName.MODERATOR.label),
        why=why % names,
        since=one.sent_at,
        rank=RANK,
    )


def _home(need: Need) -> str:
    return need.hub.name if need.hub else best_text(need.group.name)


def _page(one: Referral) -> str:
    return reverse("referrals:referral", args=[one.pk])
