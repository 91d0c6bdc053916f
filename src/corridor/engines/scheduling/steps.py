"""Steps of the annealing: exchange along Kempe chains, and insertion of what is not held yet."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from corridor.engines.scheduling.moves import (
    NOWHERE,
    Event,
    Numbers,
    State,
    away,
    best_slot,
    enter,
    filled,
    leave,
    link,
    ones,
    overfull,
    partner,
    price,
    put,
    swap_cost,
    take,
    wrong_orders,
)

INSERTIONS = 0.5  # of the moves while meetings wait
AIMED, TRIES = 0.5, 20
GREEDY = 0.7  # of the moves go where the meeting's people wait least


@njit(cache=True)
def begin(event: Event, state: State, slots: Numbers, number: int) -> int:
    """Start from these slots, with this row of chances; what that costs."""
    np.random.seed(number)
    for paper in (state.load, state.at):
        paper[:, :] = 0
    state.at[:, :] = NOWHERE
    state.slot[:] = NOWHERE
    for paper in (state.day, state.size, state.counts, state.stamp, state.seen):
        paper[:] = 0
    cost = 0
    for meeting in range(len(slots)):
        state.waiting[meeting], state.rank[meeting] = meeting, meeting
    state.counts[0] = len(slots)
    cost = event.weight.sum()
    for meeting in range(len(slots)):
        if slots[meeting] >= 0:
            cost += hold(event, state, meeting, slots[meeting])
    return cost


@njit(cache=True)
def choose(event: Event, state: State) -> tuple[int, int]:
    """A meeting and a slot to try. Half of them would bring somebody's first or last meeting into a break."""
    if np.random.random() < AIMED:
        for _ in range(TRIES):
            one = np.random.randint(len(state.day))
            day = state.day[one]
            runs = day & ~(day << 1)
            if runs & (runs - 1):
                first, last = ones((day & -day) - 1), ones(filled(day)) - 1
                there = first + np.random.randint(last - first)
                return state.at[one, first if np.random.randint(2) else last], there
    return np.random.randint(len(state.slot)), np.random.randint(len(state.size))


@njit(cache=True)
def swap(event: Event, state: State, heat: float) -> int:
    """Try to move a held meeting and all that must move with it; what it changes."""
    meeting, there = choose(event, state)
    here = state.slot[meeting]
    if here >= 0 and np.random.random() < GREEDY:
        there = best_slot(event, state, meeting, here)
    if here < 0 or here == there or not (event.allowed[meeting] >> there) & 1:
        return 0
    state.counts[1] += 1
    length = link(event, state, meeting, 0, here, there)
    lacking = overfull(event, state, length, here, there) if length else NOWHERE
    for _ in range(2):
        if lacking < 0 or not length:
            break
        kinds = event.tables.shape[0]
        full, other = (there, here) if lacking < kinds else (here, there)
        other = partner(event, state, lacking % kinds, full, other)
        length = link(event, state, other, length, here, there) if other >= 0 else 0
        lacking = overfull(event, state, length, here, there) if length else NOWHERE
    if not length or lacking >= 0:
        return 0
    cost = swap_cost(event, state, length, here, there)
    if cost > 0 and np.random.random() >= math.exp(-cost / heat):
        return 0
    for at in range(length):
        state.target[at] = there if state.slot[state.chain[at]] == here else here
        leave(event, state, state.chain[at])
    for at in range(length):
        enter(event, state, state.chain[at], state.target[at])
    return cost


@njit(cache=True)
def insert(event: Event, state: State, heat: float) -> int:
    """Try to hold a meeting that waits, and let those wait that are in its way; what it changes."""
    meeting = state.waiting[np.random.randint(state.counts[0])]
    slot = np.random.randint(len(state.size))
    if not (event.allowed[meeting] >> slot) & 1:
        return 0
    state.counts[1] += 1
    state.stamp[meeting] = state.counts[1]
    length = out_of_the_way(event, state, meeting, slot)
    if length < 0:
        return 0
    cost = 0
    for at in range(length):
        cost += drop(event, state, state.chain[at])
    cost += hold(event, state, meeting, slot)
    if cost <= 0 or np.random.random() < math.exp(-cost / heat):
        return cost
    take(event, state, meeting)
    for at in range(length):
        put(event, state, state.chain[at], slot)
    return 0


@njit(cache=True)
def out_of_the_way(event: Event, state: State, meeting: int, slot: int) -> int:
    """Fills the chain with the meetings that must wait instead; how many, or -1 where that does not help."""
    kind = event.kind[meeting]
    length, room = 0, event.tables[kind, slot] - state.load[kind, slot]
    for one in event.people[meeting]:
        other = state.at[one, slot] if one >= 0 else NOWHERE
        if other >= 0 and state.stamp[other] != state.counts[1]:
            state.stamp[other] = state.counts[1]
            state.chain[length] = other
            length += 1
            room += event.kind[other] == kind
    if room < 1:
        other = partner(event, state, kind, slot, slot)
        if other < 0:
            return -1
        state.chain[length] = other
        length += 1
    return length


@njit(cache=True)
def drop(event: Event, state: State, meeting: int) -> int:
    slot = state.slot[meeting]
    cost = event.weight[meeting] + days_without(event, state, meeting, slot) - away(event, meeting, slot)
    cost -= event.prices[4] * ordered(event, state, meeting, slot)
    take(event, state, meeting)
    return cost


@njit(cache=True)
def hold(event: Event, state: State, meeting: int, slot: int) -> int:
    put(event, state, meeting, slot)
    cost = -event.weight[meeting] - days_without(event, state, meeting, slot) + away(event, meeting, slot)
    return cost + event.prices[4] * ordered(event, state, meeting, slot)


@njit(cache=True)
def ordered(event: Event, state: State, meeting: int, slot: int) -> int:
    """Wrong orders of one meeting by itself."""
    if event.order_from[meeting] == event.order_from[meeting + 1]:
        return 0
    state.counts[1] += 1
    return wrong_orders(event, state, meeting, slot, -1, -1)


@njit(cache=True)
def days_without(event: Event, state: State, meeting: int, slot: int) -> int:
    """What its participants' days cost more without the slot."""
    cost = 0
    for one in event.people[meeting]:
        if one >= 0:
            day = state.day[one]
            cost += price(day & ~(1 << slot), event.prices) - price(day, event.prices)
    return cost


@njit(cache=True)
def anneal(
    event: Event, state: State, moves: int, heat: float, cooling: float, costs: Numbers, best: Numbers
) -> None:
    """``costs``: now and the best, of which ``best`` are the slots. Each move is ``cooling`` times as hot."""
    for _ in range(moves):
        heat *= cooling
        if state.counts[0] and np.random.random() < INSERTIONS:
            costs[0] += insert(event, state, heat)
        else:
            costs[0] += swap(event, state, heat)
        if costs[0] < costs[1]:
            costs[1] = costs[0]
            best[:] = state.slot
