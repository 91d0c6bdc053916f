"""Case 32: fifty people ask, accept, cancel and plan anew at once, each on a connection of their own. At no
moment does anybody or any table have two meetings in slots that overlap."""

from __future__ import annotations

import os
import random
import time
from contextlib import suppress
from itertools import count
from threading import Barrier, Event, Lock, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from corridor.bilaterals.enums import AskState, BilateralState, ProposalState
from corridor.bilaterals.models import Ask, Bilateral, Booking, Profile, Proposal
from corridor.bilaterals.repairing import actions
from corridor.bilaterals.scheduling.actions import request_proposal
from corridor.bilaterals.scheduling.making import make
from corridor.bilaterals.scheduling.publishing import publish_proposal
from corridor.kernel.errors import Conflict

from .making import agreed, new_bilaterals, new_profile, published

MANY = 50
LEAST = 1  # rounds of each; FIFTY_AT_ONCE says for how many seconds it goes on instead
SECONDS = float(os.environ.get("FIFTY_AT_ONCE", "0"))
# By the hours of the slots and the people of the meetings, not by the columns that the constraints look at.
OVERLAPS = """
    with held as (
        select b.id, b.table_id, s.starts_at, s.ends_at
        from bilaterals_booking b join bilaterals_slot s on s.id = b.slot_id
    ), seats as (
        select id, -table_id as who, starts_at, ends_at from held
        union all
        select h.id, p.profile_id, h.starts_at, h.ends_at
        from held h join bilaterals_bookedparty p on p.booking_id = h.id
    )
    select count(*) from seats one join seats other on one.who = other.who and one.id < other.id
    and one.starts_at < other.ends_at and other.starts_at < one.ends_at
"""


def overlaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return cursor.fetchone()[0]


class Participant:
    """Asks, accepts, cancels, or plans anew, whichever comes; what has become impossible is refused."""

    def __init__(self, number: int, profile: Profile, others: list[Profile], dora) -> None:
        self.profile, self.others, self.dora = profile, others, dora
        self.chance = random.Random(number)  # noqa: S311 - the same in every run
        self.plans, self.may_cancel = number % 25 == 0, number % 12 == 1
        self.did: list[str] = []

    def takes_part(self, until: float) -> None:
        for step in count():
            if step >= LEAST and time.monotonic() >= until:
                return
            for act in (self.asks, self.accepts, self.replans if self.plans else self.cancels):
                with suppress(Conflict, IntegrityError):
                    act()
                    self.did.append(act.__name__)

    def asks(self) -> None:
        to = self.chance.choice([one for one in self.others if one != self.profile])
        with transaction.atomic():
            Ask.objects.create(bilaterals_id=to.bilaterals_id, by=self.profile, to=to)

    def accepts(self) -> None:
        for ask in Ask.objects.filter(to=self.profile, state=AskState.SENT):
            with transaction.atomic():
                mine = Ask.objects.filter(pk=ask.pk, state=AskState.SENT)
                if mine.update(state=AskState.ACCEPTED, answered_at=timezone.now()):
                    agreed(ask.by, self.profile, ask=ask)

    def cancels(self) -> None:
        if self.may_cancel:
            mine = Bilateral.objects.filter(people=self.profile, state=BilateralState.AGREED)
            if meeting := mine.exclude(booking=None).order_by("?").first():
                actions.cancel_meeting(by=None, meeting=meeting)

    def replans(self) -> None:
        """Until one repair of theirs, or of somebody else, is published: another may come between."""
        done = Proposal.objects.filter(bilaterals=self.profile.bilaterals_id, state=ProposalState.DONE)
        for tried in range(10):
            late = {"profile": self.profile, "until": timezone.now()}
            with suppress(Conflict):
                waiting = None if tried else done.exclude(change="").first()
                repair = waiting or actions.come_late(by=self.dora, **late)
                publish_proposal(by=self.dora, proposal=repair)
                return
        raise Conflict


def all_at_once(people: list[Participant], also) -> tuple[list[int], list[BaseException]]:
    """How many overlaps there were at each of many moments, and what went wrong."""
    ready, over, lock = Barrier(len(people) + 2), Event(), Lock()
    seen: list[int] = []
    wrong: list[BaseException] = []

    def on_its_own(act) -> None:
        try:
            connection.ensure_connection()
            ready.wait(30)
            act()
        except BaseException as error:  # noqa: BLE001 - told to whoever waits
            with lock:
                wrong.append(error)
        finally:
            connection.close()

    def look() -> None:
        while not over.wait(0.05):
            seen.append(overlaps())

    until = time.monotonic() + SECONDS
    acts = [lambda one=one: one.takes_part(until) for one in people]
    threads = [Thread(target=on_its_own, args=[act]) for act in (*acts, also)]
    watcher = Thread(target=on_its_own, args=[look])
    for thread in (*threads, watcher):
        thread.start()
    for thread in threads:
        thread.join(60 + SECONDS)
    over.set()
    watcher.join(10)
    return seen, wrong


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_case_32_fifty_ask_accept_cancel_and_plan_anew_at_once(group, dora):
    bilaterals = new_bilaterals(group, slots=8, tables=12)
    profiles = [new_profile(bilaterals, f"P{number}") for number in range(MANY)]
    pairs = list(zip(profiles[::2], profiles[1::2], strict=True))
    first = {agreed(*pair): (1 + number // 12, 1 + number % 12) for number, pair in enumerate(pairs)}
    published(bilaterals, first)
    people = [Participant(number, one, profiles, dora) for number, one in enumerate(profiles)]

    def propose() -> None:
        """A whole schedule beside the repairs; whichever is published first, the other may be refused."""
        made = request_proposal(by=dora, bilaterals=bilaterals, seconds=1)
        make(made.pk)
        with suppress(Conflict):
            publish_proposal(by=dora, proposal=made)

    seen, wrong = all_at_once(people, propose)

    assert wrong == []
    assert set(seen) == {0} == {overlaps()}
    done = {name for one in people for name in one.did}
    assert done == {"asks", "accepts", "cancels", "replans"}
    assert Proposal.objects.filter(state=ProposalState.PUBLISHED).count() == 1
    assert Booking.objects.exclude(revision=0).exists()
    assert len(seen) > 5
