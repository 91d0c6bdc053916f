"""Another meeting for whoever waits in vain: offered on their page and by mail, and taken by one tap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.bilaterals.enums import AskState, BilateralState, Proof, ProposalState
from corridor.bilaterals.models import Ask, Bilateral, Bilaterals, Booking, Party, Profile
from corridor.bilaterals.scheduling.actions import locked
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Conflict, Refused

from .booking import book
from .candidates import Candidate, candidates, is_online, topics_shared
from .models import Because, Replacement

MOST: Final = 3


def offer(*, missed: Bilateral, to: Profile) -> list[Replacement]:
    """The best few; nothing where nobody is free."""
    from .telling import tell_offers

    take_back(missed=missed, to=to)
    if Replacement.objects.filter(missed=missed, to=to, taken__isnull=False).exists():
        return []
    found = candidates(to, missed, clock())[:MOST]
    made = [_made(missed, to, one) for one in found]
    if made:
        tell_offers(to, missed, made)
    return made


def _made(missed: Bilateral, to: Profile, one: Candidate) -> Replacement:
    return Replacement.objects.create(
        missed=missed, to=to, other=one.profile, slot=one.slot, because=one.because
    )


def take_back(*, missed: Bilateral, to: Profile) -> None:
    """What was not taken is no longer offered."""
    Replacement.objects.filter(missed=missed, to=to, taken=None).delete()


def open_offers(profile: Profile, missed: Bilateral) -> QuerySet[Replacement]:
    rows = Replacement.objects.filter(missed=missed, to=profile, taken=None, slot__ends_at__gt=timezone.now())
    return rows.select_related("slot", "other__registration__country", "other__registration__hub")


def reasons(replacement: Replacement) -> list[str]:
    """In words, the strongest first."""
    mine, theirs = replacement.to, replacement.other
    said = [str(Because(replacement.because).label)]
    shared = topics_in_words(mine, theirs)
    said += [shared] if shared else []
    if mine.registration.country_id != theirs.registration.country_id:
        said.append(_("from another country"))
    return said


def topics_in_words(mine: Profile, theirs: Profile) -> str:
    count = topics_shared(mine).get(theirs.pk, 0)
    words = ngettext("%(count)s topic fits", "%(count)s topics fit", count)
    return words % {"count": count} if count else ""


def take(*, by: Profile, replacement: Replacement) -> Booking:
    """Book it now: the meeting, its table and both people in one transaction, or nothing of it."""
    from .telling import tell_taken

    with transaction.atomic():
        bilaterals = locked(replacement.missed.bilaterals)
        rows = Replacement.objects.select_for_update(of=("self",))
        found = rows.select_related("slot", "missed", "to", "other").filter(pk=replacement.pk, to=by).first()
        _refuse_what_is_over(found)
        assert found is not None  # noqa: S101 - refused above
        Booking.objects.filter(meeting=found.missed, slot=found.slot).delete()  # nobody sits there
        meeting = _meeting(found)
        booking = book(meeting, found.slot)
        _keep_in_proposals(bilaterals, booking)
        found.taken = meeting
        found.save(update_fields=["taken"])
        take_back(missed=found.missed, to=by)
        person = by.registration.person
        journal.record("take-replacement", meeting, by=person, after={"instead of": found.missed_id})
        tell_taken(found, booking)
    return booking


def _keep_in_proposals(bilaterals: Bilaterals, booking: Booking) -> None:
    """Else a schedule that waits to be published would take the meeting away again."""
    waiting = bilaterals.proposals.filter(state=ProposalState.DONE).exclude(proof=Proof.IMPOSSIBLE)
    for one in waiting:
        one.placed[str(booking.meeting_id)] = [booking.slot_id, booking.table_id]
        one.save(update_fields=["placed"])


def _refuse_what_is_over(found: Replacement | None) -> None:
    if found is None or found.taken_id is not None:
        raise Conflict(_("This is no longer offered."))
    if found.slot.ends_at <= clock():
        raise Refused(_("The time of this meeting is over."))
    coming = Profile.objects.present().filter(pk__in=[found.to_id, found.other_id])
    if coming.count() != len({found.to_id, found.other_id}):
        raise Refused(_("One of you no longer takes part."))


def _meeting(found: Replacement) -> Bilateral:
    """That which the two had agreed, else a new one; an open request between them leads to it."""
    both: Sequence[Profile] = (found.to, found.other)
    if agreed := _agreed(both):
        return agreed
    ask = Ask.objects.select_for_update().filter(by__in=both, to__in=both, state=AskState.SENT).first()
    made = Bilateral.objects.create(
        bilaterals=found.to.bilaterals, ask=ask, is_online=is_online(found.to, found.other)
    )
    Party.objects.bulk_create(Party(meeting=made, profile=one) for one in both)
    if ask:
        _settle(ask, found.to)
    return made


def _agreed(both: Sequence[Profile]) -> Bilateral | None:
    """Of the two alone and without a time; one that was missed stays what it was."""
    rows = Bilateral.objects.filter(state=BilateralState.AGREED, booking=None, held_at=None)
    for one in both:
        rows = rows.filter(parties__profile=one, parties__noted_at=None)
    alone = [one for one in rows.order_by("pk") if one.parties.count() == len(both)]
    return alone[0] if alone else None


def _settle(ask: Ask, by: Profile) -> None:
    """Who was asked says yes; who asked takes the wish back, since nobody answers for the other."""
    ask.state = AskState.ACCEPTED if ask.to_id == by.pk else AskState.WITHDRAWN
    ask.answered_at = timezone.now()
    ask.version += 1
    ask.save(update_fields=["state", "answered_at", "version"])


def decline(*, by: Profile, replacement: Replacement) -> Any:
    """The other cannot come: the meeting is cancelled and its table free."""
    from .telling import tell_declined

    with transaction.atomic():
        meeting = Bilateral.objects.select_for_update().get(replaced=replacement)
        if meeting.held_at or meeting.state == BilateralState.CANCELLED:
            raise Conflict
        Booking.objects.filter(meeting=meeting).delete()
        meeting.state, meeting.cancelled_at = BilateralState.CANCELLED, timezone.now()
        meeting.cancelled_by = by.registration.person
        meeting.save(update_fields=["state", "cancelled_at", "cancelled_by"])
        journal.record("decline-replacement", meeting, by=by.registration.person)
        tell_declined(replacement)
    return meeting
