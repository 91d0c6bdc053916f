"""One side says what came of a meeting; whoever says so again changes it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.bilaterals.day.noting import note as note_came
from corridor.bilaterals.day.noting import noted_by
from corridor.bilaterals.enums import OutcomeAt, OutcomeKind
from corridor.bilaterals.models import Bilateral, Outcome, Profile
from corridor.kernel import journal
from corridor.kernel.clock import clock
from corridor.kernel.errors import Refused

from .moments import moment_of


def say(
    *, by: Profile, meeting: Bilateral, kind: OutcomeKind, note: str = "", at: OutcomeAt | None = None
) -> Outcome:
    """``at`` is the moment that was asked about, else that of today. Who says what came of it says that the
    two met."""
    with transaction.atomic():
        locked = Bilateral.objects.select_for_update(of=("self",)).select_related("bilaterals__event")
        found = locked.get(pk=meeting.pk)
        moment = moment_of(found, clock())
        if moment is None:
            raise Refused(_("This can be said once the meeting is over."))
        values = {"kind": kind, "note": note, "said_at": timezone.now()}
        outcome, is_new = Outcome.objects.update_or_create(
            meeting=found, profile=by, at=at or moment, defaults=values
        )
        after = {"profile": by.pk, "at": outcome.at, "kind": outcome.kind, "again": not is_new}
        journal.record("say-outcome", found, by=by.registration.person, after=after)
        if noted_by(by, found) is None and hasattr(found, "booking"):
            note_came(by=by, meeting=found, came=True)
    return outcome


def said_by(profile: Profile, meeting: Bilateral) -> list[Outcome]:
    """In the order of the moments."""
    order = list(OutcomeAt)
    rows = Outcome.objects.filter(profile=profile, meeting=meeting)
    return sorted(rows, key=lambda one: order.index(OutcomeAt(one.at)))
