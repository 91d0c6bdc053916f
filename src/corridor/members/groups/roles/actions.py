"""Writes to roles with terms. Each holds the group's row, so that two at once see each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel import journal
from corridor.kernel.errors import Conflict, Refused
from corridor.members.enums import TermBasis
from corridor.members.groups import letters
from corridor.members.models import GroupMembership, GroupRole, Seat, WorkingGroup
from corridor.people.actions import end_sessions, revoke_tokens
from corridor.post.actions import cancel_letters
from corridor.post.feeds import close_feeds

from .leading import keeps_a_moderator
from .queries import person_in_network


def give_role(
    *,
    by: Any,
    group: WorkingGroup,
    person: Any,
    role: str,
    since: date | None = None,
    until: date | None = None,
    basis: str = TermBasis.APPOINTED,
    tells: bool = True,
) -> GroupRole:
    """From ``since``, today by default, to the end of ``until``; refused over a term that is there.
    ``tells`` writes to the person; whoever tells the group of it anyway leaves that out."""
    since = since or timezone.localdate()
    if until and until < since:
        raise Refused(_("A term cannot end before it begins."))
    given = GroupRole(person=person, group=group, role=role, since=since, until=until, basis=basis)
    try:
        with transaction.atomic():
            WorkingGroup.objects.select_for_update().get(pk=group.pk)
            given.save(force_insert=True)
            journal.record("give-role", given, by=by, after=_told(given))
            if tells:
                letters.tell_role_given(given)
    except IntegrityError as error:
        raise Refused(_("This person has this role in these days already.")) from error
    return given


def offer_role(
    *, by: Any, group: WorkingGroup, address: str, language: str, **values: Any
) -> GroupRole | None:
    """The role at once for somebody of the network; for everybody else an invitation to their address,
    whether they have an account or not."""
    person = person_in_network(address)
    if person is not None:
        return give_role(by=by, group=group, person=person, **values)
    from corridor.members.admission.actions import invite

    term = {name: values[name] for name in ("role", "since", "until")}
    invite(by=by, address=address, group=group, language=language, **term)
    return None


def change_term(*, by: Any, role: GroupRole, until: date | None) -> GroupRole:
    """Another last day, or none. The last moderator's term becomes shorter only if a successor is there."""
    with keeps_a_moderator(role.group_id, *([until + timedelta(days=1)] if until else [])):
        kept = _kept(role)
        if until and until < kept.since:
            raise Refused(_("A term cannot end before it begins."))
        if until and until < timezone.localdate():
            raise Refused(_("This day is over. End the role instead."))
        before, kept.until = kept.until, until
        try:
            with transaction.atomic():
                kept.save(update_fields=["until"])
        except IntegrityError as error:
            raise Refused(_("This person has this role in these days already.")) from error
        journal.record("change-term", kept, by=by, before=_day(before), after=_day(until))
    return kept


def end_role(*, by: Any, role: GroupRole, reason: str = "", tells: bool = True) -> GroupRole:
    """At once, and with it what the person could still do through it.

    The next request already knows nothing of the role. Whoever now has nothing left in the group, neither
    another role nor a seat in one of its hubs, is also signed out everywhere, and loses their tokens, their
    calendar address and what the group had not yet sent to them; one who still belongs to it keeps all that.
    """
    with keeps_a_moderator(role.group_id):
        kept = _kept(role)
        kept.ended_at, kept.ended_by = timezone.now(), by if by is not None and by.pk else None
        kept.save(update_fields=["ended_at", "ended_by"])
        journal.record("end-role", kept, by=by, before=_told(kept), after={"reason": reason})
        if not still_belongs(kept.person, kept.group):
            _shut_out(kept, by)
        if tells:
            letters.tell_role_ended(kept)
    return kept


def still_belongs(person: Any, group: WorkingGroup) -> bool:
    """Whether a person has a role in the group today, or a seat in one of its hubs."""
    today = timezone.localdate()
    if GroupRole.objects.current().filter(person=person, group=group).exists():
        return True
    hubs = GroupMembership.objects.filter(group=group, since__lte=today).exclude(until__lt=today)
    return Seat.objects.current().filter(person=person, hub__in=hubs.values("hub")).exists()


def _shut_out(role: GroupRole, by: Any) -> None:
    end_sessions(role.person, by=by)
    revoke_tokens(role.person, by=by)
    close_feeds(role.person, by=by)
    cancel_letters(person=role.person, group_id=role.group_id)


def _kept(role: GroupRole) -> GroupRole:
    """The row as it is now; ``Conflict`` where it was ended meanwhile."""
    kept = GroupRole.objects.select_for_update(of=("self",)).select_related("person", "group").get(pk=role.pk)
    if kept.ended_at is not None:
        raise Conflict(_("This role has already been ended."))
    return kept


def _told(role: GroupRole) -> dict[str, Any]:
    return {
        "person": role.person_id,
        "group": role.group_id,
        "role": role.role,
        "since": role.since.isoformat(),
        "basis": role.basis,
    } | _day(role.until)


def _day(until: date | None) -> dict[str, Any]:
    return {"until": until.isoformat() if until else None}
