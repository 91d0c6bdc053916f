"""What waits for moderators, editors and operators: applications, claims, seats that end. The number of
queries does not grow with what waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting
from corridor.members.enums import GroupRoleName, SeatRole
from corridor.members.models import Seat
from corridor.members.queries import memberships_today

from .enums import UNDECIDED, ApplicationState
from .models import Application
from .queries import edited_hubs, open_claims

ENDING: Final = timedelta(days=30)
CLAIM_RANK, ENDING_RANK = 20, 60

# Whether there is anything to look for at all.
ANY_APPLICATION = """exists (select from members_application where group_id = any(%(moderates)s)
    and state in ('open', 'asked'))"""
ANY_CLAIM = """exists (select from members_claim where state = 'open'
    and (hub_id = any(%(hubs)s) or cardinality(%(moderates)s::bigint[]) > 0 or %(operator)s))"""
ANY_ENDING_SEAT = f"""exists (select from members_seat where hub_id = any(%(hubs)s)
    and until between %(today)s and %(today)s + {ENDING.days} and ended_at is null)"""


def register() -> None:
    register_waiting("members.applications", applications, if_any=ANY_APPLICATION)
    register_waiting("members.claims", claims, if_any=ANY_CLAIM)
    register_waiting("members.seats", ending_seats, if_any=ANY_ENDING_SEAT)


def applications(person: Any, viewer: Viewer) -> Iterable[Item]:
    """For moderators: what they have to read, and questions that stayed without an answer."""
    if not viewer.moderates:
        return
    waiting = Application.objects.filter(group__in=viewer.moderates, state__in=UNDECIDED)
    for application in waiting.select_related("group").annotate(asked_at=Max("messages__at")):
        asked = application.state == ApplicationState.ASKED
        names = {"hub": application.hub_name}
        title = _("Your question to %(hub)s is open") if asked else _("%(hub)s wants to join")
        yield Item(
            kind="application",
            title=title % names,
            url=reverse("members:application", args=[application.group.slug, application.pk]),
            for_whom=best_text(application.group.name),
            as_role=str(GroupRoleName.MODERATOR.label),
            why=_("The applicant has not answered yet.") if asked else _("Check the file and decide."),
            since=application.asked_at if asked else application.confirmed_at,
            due=application.due_on,
        )


def claims(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For a hub's editors; passed on to moderators, and to the operator where a hub is in no group."""
    if not person.is_authenticated:
        return
    for claim in claims_for(person, viewer):
        yield Item(
            kind="claim",
            title=_("%(name)s works for %(hub)s?") % {"name": claim.name, "hub": claim.hub.name},
            url=reverse("members:claim-decision", args=[claim.hub.slug, claim.pk]),
            for_whom=claim.hub.name,
            as_role=str(SeatRole.EDITOR.label if claim.is_for_editor else _("who looks after the hub")),
            why=_("Say whether this person may act for the hub."),
            since=claim.confirmed_at,
            due=claim.due_on,
            rank=CLAIM_RANK,
        )


def claims_for(person: Any, viewer: Viewer) -> QuerySet[Any]:
    mine = Q(hub__in=_edited_by(person))
    passed_on = Q(due_on__lt=timezone.localdate()) | ~Q(hub__in=edited_hubs())
    in_groups = memberships_today()
    looked_after = Q(hub__in=in_groups.filter(group__in=viewer.moderates).values("hub"))
    if person.is_superuser:
        looked_after |= ~Q(hub__in=in_groups.values("hub"))
    open_ones = open_claims().exclude(email__iexact=person.email).filter(mine | passed_on & looked_after)
    return open_ones.annotate(is_for_editor=_is(mine))


def _is(condition: Q) -> Any:
    from django.db.models import BooleanField, Case, Value, When

    return Case(
        When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
    )


def _edited_by(person: Any) -> QuerySet[Any]:
    return Seat.objects.current().filter(person=person, role=SeatRole.EDITOR).values("hub")


def ending_seats(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For a hub's editors: terms in their hub that end within thirty days."""
    if not viewer.hubs:
        return
    today = timezone.localdate()
    ending = Seat.objects.current().filter(hub__in=_edited_by(person), until__lte=today + ENDING)
    for seat in ending.select_related("person", "hub"):
        yield Item(
            kind="seat-ends",
            title=_("The seat of %(name)s ends") % {"name": seat.person.name},
            url=reverse("members:people", args=[seat.hub.slug]),
            for_whom=seat.hub.name,
            as_role=str(SeatRole.EDITOR.label),
            why=_("Invite again, or a successor, so that the hub stays represented."),
            due=seat.until,
            rank=ENDING_RANK,
        )
