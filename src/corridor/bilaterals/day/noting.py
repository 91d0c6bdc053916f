"""Who came to a meeting: each side says it of the other, and may take it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.bilaterals.models import Bilateral, Booking, Profile
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Refused


def note(*, by: Profile, meeting: Bilateral, came: bool | None) -> Bilateral:
    """``by`` says of all others that they came or did not; ``None`` takes it back. Whoever waits in vain is
    offered another meeting at once."""
    from .offering import offer, take_back

    with transaction.atomic():
        locked = Bilateral.objects.select_for_update().get(pk=meeting.pk)
        now = clock()
        booking = Booking.objects.filter(meeting=locked).first()
        if came is not None and (booking is None or booking.starts_at > now):
            raise Refused(_("This meeting has not begun yet."))
        others = locked.parties.exclude(profile=by)
        others.update(came=came, noted_at=None if came is None else now)
        is_held = locked.parties.filter(came=True).exists()
        locked.held_at = (locked.held_at or now) if is_held else None
        locked.save(update_fields=["held_at"])
        journal.record(
            "note-bilateral", locked, by=by.registration.person, after={"profile": by.pk, "came": came}
        )
        if came is False:
            offer(missed=locked, to=by)
        else:
            take_back(missed=locked, to=by)
    return locked


def noted_by(profile: Profile, meeting: Bilateral) -> bool | None:
    """What somebody said of the others."""
    said = set(meeting.parties.exclude(profile=profile).values_list("came", flat=True))
    return said.pop() if len(said) == 1 else None
