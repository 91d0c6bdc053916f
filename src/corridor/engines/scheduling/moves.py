"""The moves of the annealing, compiled by numba.

A day is a whole number whose bit t says that there is a meeting in slot t.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Numbers = npt.NDArray[np.int64]

NOWHERE = -1
LONGEST = 16  # meetings of a chain that is worth the time
CANDIDATES = 8  # to change places with
BUSY = 6  # price of somebody who has another meeting there: half a break


class Event(NamedTuple):
    """What stays. ``people[m]`` is filled up with -1; ``allowed[m]`` is a day; ``weight[m]`` is the price of
    leaving m out; ``order[order_from[m]:order_from[m + 1]]`` has o + 1 if m is before o and -(o + 1) if
    after."""

    people: Numbers
    allowed: Numbers
    kind: Numbers
    weight: Numbers
    tables: Numbers
    home: Numbers  # of each meeting the slot that it should keep, or -1
    order: Numbers
    order_from: Numbers
    prices: Numbers  # of an idle slot, a break, a break above the most, the most, a wrong order, leaving home


class State(NamedTuple):
    """What moves. ``at[p, t]`` is the meeting there; ``inside[t, :size[t]]`` are a slot's meetings and
    ``rank[m]`` the place in that; ``waiting[:counts[0]]`` are not held. The rest is paper for the move under
    way, whose number is ``counts[1]``: ``chain`` are its meetings, ``target`` their slots, and meetings in
    ``stamp`` and participants in ``seen`` with its number are in it."""

    slot: Numbers
    at: Numbers
    load: Numbers
    day: Numbers
    inside: Numbers
    size: Numbers
    rank: Numbers
    waiting: Numbers
    chain: Numbers
    target: Numbers
    stamp: Numbers
    seen: Numbers
    counts: Numbers


@njit(cache=True)
def ones(day: int) -> int:
    """Bits that are set, counted in parallel."""
    day = day - ((day >> 1) & 0x5555555555555555)
    day = (day & 0x3333333333333333) + ((day >> 2) & 0x3333333333333333)
    day = (day + (day >> 4)) & 0x0F0F0F0F0F0F0F0F
    return ((day * 0x0101010101010101) >> 56) & 0x7F


@njit(cache=True)
def filled(day: int) -> int:
    """With all bits below the highest."""
    for step in (1, 2, 4, 8, 16, 32):
        day |= day >> step
    return day


@njit(cache=True)
def price(day: int, prices: Numbers) -> int:
    """Of a participant's day: its idle slots and breaks, and its breaks beyond what is fair."""
    if day == 0:
        return 0
    breaks = ones(day & ~(day << 1)) - 1
    cost = breaks * prices[1] + max(0, breaks - prices[3]) * prices[2]
    if prices[0] and breaks:
        cost += prices[0] * (ones(filled(day) & -(day & -day)) - ones(day))
    return cost


@njit(cache=True)
def put(event: Event, state: State, meeting: int, slot: int) -> None:
    """Hold a meeting that is not held; the slot must be free for it."""
    last = state.counts[0] - 1
    moved = state.waiting[last]
    state.waiting[state.rank[meeting]], state.rank[moved] = moved, state.rank[meeting]
    state.counts[0] = last
    enter(event, state, meeting, slot)


@njit(cache=True)
def enter(event: Event, state: State, meeting: int, slot: int) -> None:
    state.slot[meeting] = slot
    state.load[event.kind[meeting], slot] += 1
    state.rank[meeting] = state.size[slot]
    state.inside[slot, state.size[slot]] = meeting
    state.size[slot] += 1
    for one in event.people[meeting]:
        if one >= 0:
            state.at[one, slot] = meeting
            state.day[one] |= 1 << slot


@njit(cache=True)
def take(event: Event, state: State, meeting: int) -> None:
    """Hold a meeting no longer."""
    leave(event, state, meeting)
    state.rank[meeting] = state.counts[0]
    state.waiting[state.counts[0]] = meeting
    state.counts[0] += 1


@njit(cache=True)
def leave(event: Event, state: State, meeting: int) -> None:
    slot = state.slot[meeting]
    state.slot[meeting] = NOWHERE
    state.load[event.kind[meeting], slot] -= 1
    state.size[slot] -= 1
    moved = state.inside[slot, state.size[slot]]
    state.inside[slot, state.rank[meeting]], state.rank[moved] = moved, state.rank[meeting]
    for one in event.people[meeting]:
        if one >= 0:
            state.at[one, slot] = NOWHERE
            state.day[one] &= ~(1 << slot)


@njit(cache=True)
def wrong_orders(event: Event, state: State, meeting: int, slot: int, here: int, there: int) -> int:
    """Precedences that break if the meeting is in ``slot`` and those of the chain change between ``here``
    and ``there``. A pair within the chain is counted for its first meeting only."""
    wrong = 0
    for at in range(event.order_from[meeting], event.order_from[meeting + 1]):
        sign = 1 if event.order[at] > 0 else -1
        other = abs(event.order[at]) - 1
        where = state.slot[other]
        if state.stamp[other] == state.counts[1]:
            if sign < 0:
                continue
            if here >= 0:
                where = there if where == here else here
        if slot >= 0 and where >= 0 and (where - slot) * sign <= 0:
            wrong += 1
    return wrong


@njit(cache=True)
def link(event: Event, state: State, meeting: int, length: int, here: int, there: int) -> int:
    """The Kempe chain from a meeting: all that must change between the two slots with it. Its length with
    what was there before; 0 where one may not change, or the chain is too long."""
    state.stamp[meeting] = state.counts[1]
    state.chain[length] = meeting
    next_one, length = length, length + 1
    while next_one < length:
        current = state.chain[next_one]
        next_one += 1
        target = there if state.slot[current] == here else here
        if not (event.allowed[current] >> target) & 1:
            return 0
        for one in event.people[current]:
            other = state.at[one, target] if one >= 0 else NOWHERE
            if other >= 0 and state.stamp[other] != state.counts[1]:
                state.stamp[other] = state.counts[1]
                state.chain[length] = other
                length += 1
                if length > LONGEST:
                    return 0
    return length


@njit(cache=True)
def partner(event: Event, state: State, kind: int, slot: int, other: int) -> int:
    """Of some meetings of the kind in the slot that are not in the chain, the one that goes to the other slot
    at the least price."""
    best, least = NOWHERE, 0
    for _ in range(CANDIDATES):
        if state.size[slot] == 0:
            break
        one = state.inside[slot, np.random.randint(state.size[slot])]
        if event.kind[one] == kind and state.stamp[one] != state.counts[1]:
            cost = alone(event, state, one, slot, other)
            if best < 0 or cost < least:
                best, least = one, cost
                if cost <= 0:
                    break
    return best


@njit(cache=True, inline="always")
def alone(event: Event, state: State, meeting: int, here: int, there: int) -> int:
    """What about changes if this meeting changes slots; who is busy there is a nuisance."""
    cost = away(event, meeting, there) - away(event, meeting, here)
    for at in range(event.people.shape[1]):
        one = event.people[meeting, at]
        if one >= 0:
            day = state.day[one]
            rest = day & ~(1 << here)
            if (day >> there) & 1:
                cost += BUSY
            elif event.prices[0]:
                cost += price(rest | (1 << there), event.prices) - price(day, event.prices)
            else:
                cost += event.prices[1] * (runs_more(rest, there) - runs_more(rest, here))
    return cost


@njit(cache=True)
def runs_more(day: int, slot: int) -> int:
    """How many runs of meetings a day has more with one in the slot."""
    around = day >> (slot - 1) if slot else day << 1
    return 1 - (around & 1) - ((around >> 2) & 1)


@njit(cache=True)
def best_slot(event: Event, state: State, meeting: int, here: int) -> int:
    """The slot that costs least for its people; of several one by chance."""
    slots = len(state.size)
    first = np.random.randint(slots)
    best, least = here, 1 << 40
    for step in range(slots):
        there = (first + step) % slots
        if there != here and (event.allowed[meeting] >> there) & 1:
            cost = alone(event, state, meeting, here, there)
            if cost < least:
                best, least = there, cost
    return best


@njit(cache=True)
def overfull(event: Event, state: State, length: int, here: int, there: int) -> int:
    """The kind of table that would lack if the chain changed, or -1; ``here`` can only gain by a partner."""
    for kind in range(event.tables.shape[0]):
        gain = 0
        for at in range(length):
            if event.kind[state.chain[at]] == kind:
                gain += 1 if state.slot[state.chain[at]] == here else -1
        if state.load[kind, there] + gain > event.tables[kind, there]:
            return kind
        if state.load[kind, here] - gain > event.tables[kind, here]:
            return event.tables.shape[0] + kind
    return NOWHERE


@njit(cache=True)
def away(event: Event, meeting: int, slot: int) -> int:
    """The price of the slot where it is not the meeting's home."""
    return event.prices[5] if event.home[meeting] >= 0 and event.home[meeting] != slot else 0


@njit(cache=True)
def swap_cost(event: Event, state: State, length: int, here: int, there: int) -> int:
    """What changes if the meetings of the chain change slots; of all who are in them, both slots change."""
    cost = 0
    both = (1 << here) | (1 << there)
    for at in range(length):
        meeting = state.chain[at]
        target = there if state.slot[meeting] == here else here
        cost += away(event, meeting, target) - away(event, meeting, state.slot[meeting])
        for one in event.people[meeting]:
            if one < 0 or state.seen[one] == state.counts[1]:
                continue
            state.seen[one] = state.counts[1]
            day = state.day[one]
            if ((day >> here) ^ (day >> there)) & 1:
                cost += price(day ^ both, event.prices) - price(day, event.prices)
        if event.order_from[meeting] < event.order_from[meeting + 1]:
            wrong = wrong_orders(event, state, meeting, target, here, there)
            wrong -= wrong_orders(event, state, meeting, state.slot[meeting], -1, -1)
            cost += wrong * event.prices[4]
    return cost
