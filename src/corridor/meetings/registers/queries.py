"""Reads of the registers, and their doors."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.meetings import rules
from corridor.meetings.enums import ActionState, MeetingState
from corridor.meetings.models import Meeting, Series
from corridor.members.groups.queries import group_at
from corridor.members.models import WorkingGroup

from . import searching
from .models import Action, Decision, DecisionQuerySet

CODE: Final = re.compile(r"[DA]-(\d{4})-([1-9]\d{0,4})")
LONGEST_ID: Final = 18
IN_FORCE, SUPERSEDED = "in-force", "superseded"
OVERDUE, ALL = "overdue", "all"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in a register; empty where it does not matter."""

    q: str = ""
    year: int | None = None
    meeting: int | None = None
    series: int | None = None
    force: str = ""  # of a decision
    state: str = ""  # of an action
    owner: int | None = None
    hub: int | None = None


@dataclass(frozen=True)
class Found:
    """``is_similar``: nothing says the words as they were written, these say something like them."""

    rows: QuerySet[Any]
    is_similar: bool = False


# Doors


def decision_for_viewing(viewer: Viewer, key: str) -> Decision:
    """By its id, for the page that says who can see it."""
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_ID):
        raise NotFound
    decision: Decision = _one(decisions().visible_to(viewer).filter(pk=key))
    return decision


def decision_at(viewer: Viewer, slug: str, code: str) -> Decision:
    """By how it is cited, for whoever is in its audience."""
    seen = decisions().visible_to(viewer)
    decision: Decision = _one(seen.filter(group__slug=slug, **_numbers(code, "D")))
    return decision


def decision_for_leading(person: Any, slug: str, code: str) -> Decision:
    decision: Decision = _one(decisions().filter(group__slug=slug, **_numbers(code, "D")))
    if not rules.leads_meetings(person, decision.group):
        raise NotFound
    return decision


def action_for_members(viewer: Viewer, slug: str, code: str) -> Action:
    """For those who belong to the group in whatever role."""
    action: Action = _one(actions().filter(group__slug=slug, **_numbers(code, "A")))
    if not rules.looks_in(viewer, action.group):
        raise NotFound
    return action


def action_for_closing(person: Any, viewer: Viewer, slug: str, code: str) -> Action:
    """For its owner, and for those who lead or prepare the meetings."""
    action = action_for_members(viewer, slug, code)
    if not may_close(person, action):
        raise NotFound
    return action


def action_for_editing(person: Any, viewer: Viewer, slug: str, code: str) -> Action:
    action = action_for_members(viewer, slug, code)
    if not rules.prepares_meetings(person, action.group):
        raise NotFound
    return action


def may_close(person: Any, action: Action) -> bool:
    return action.owner_id == person.pk or rules.prepares_meetings(person, action.group)


def group_for_register(viewer: Viewer, slug: str) -> WorkingGroup:
    """For those who belong to the group in whatever role."""
    group = group_at(slug)
    if not rules.looks_in(viewer, group):
        raise NotFound
    return group


def _numbers(code: str, letter: str) -> dict[str, int]:
    match = CODE.fullmatch(code)
    if match is None or not code.startswith(letter):
        raise NotFound
    return {"year": int(match[1]), "number": int(match[2])}


def _one(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


# Decisions


def decisions() -> DecisionQuerySet:
    return Decision.objects.select_related(
        "group", "meeting__group", "meeting__series", "vote", "supersedes", "superseded_by"
    )


def decisions_wanted(viewer: Viewer, group: WorkingGroup, wanted: Wanted) -> Found:
    """Each with ``newer``, the id of what took its place."""
    rows = Decision.objects.visible_to(viewer).filter(_about_meetings(wanted), group=group)
    rows = rows.annotate(newer=F("superseded_by__id"))
    if wanted.force:
        rows = rows.filter(superseded_by__isnull=wanted.force == IN_FORCE)
    return _found(rows, wanted.q)


def decisions_of(viewer: Viewer, meeting: Meeting) -> DecisionQuerySet:
    """In the order in which they were noted."""
    return decisions().visible_to(viewer).filter(meeting=meeting).order_by("year", "number")


def years_with_decisions(viewer: Viewer, group: WorkingGroup) -> list[int]:
    years = Decision.objects.visible_to(viewer).filter(group=group).order_by("-year")
    return list(years.values_list("year", flat=True).distinct())


def neighbours(viewer: Viewer, decision: Decision) -> tuple[list[Decision], list[Decision]]:
    """What it took the place of, the newest first, and what took its place, in order; as far as the viewer
    may see it. One query."""
    seen = {one.pk: one for one in decisions().visible_to(viewer).filter(group=decision.group_id)}
    chain = dict(Decision.objects.filter(group=decision.group_id).values_list("pk", "supersedes"))
    after = {older: newer for newer, older in chain.items() if older}
    return _walk(decision.pk, chain, seen), _walk(decision.pk, after, seen)


def _walk(start: int, steps: dict[Any, Any], seen: dict[int, Decision]) -> list[Decision]:
    passed, step = [], steps.get(start)
    while step is not None and step not in passed:
        passed.append(step)
        step = steps.get(step)
    return [seen[pk] for pk in passed if pk in seen]


def can_be_superseded(viewer: Viewer, decision: Decision) -> list[Decision]:
    """Earlier ones in force, the newest first."""
    earlier = Q(year__lt=decision.year) | Q(year=decision.year, number__lt=decision.number)
    rows = Decision.objects.visible_to(viewer).filter(earlier, group=decision.group_id)
    return list(rows.filter(superseded_by__isnull=True))


# Actions


def actions() -> QuerySet[Action]:
    return Action.objects.select_related(
        "group", "meeting__group", "meeting__series", "owner", "hub", "closed_by"
    )


def actions_wanted(group: WorkingGroup, wanted: Wanted) -> Found:
    rows = actions().filter(_about_meetings(wanted), group=group)
    if wanted.state == OVERDUE:
        rows = rows.filter(state=ActionState.OPEN, due_on__lt=timezone.localdate())
    elif wanted.state and wanted.state != ALL:
        rows = rows.filter(state=wanted.state)
    for name in ("owner", "hub"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    return _found(rows.order_by("-closed_at", F("due_on").asc(nulls_last=True), "id"), wanted.q)


def for_a_list(rows: QuerySet[Action]) -> QuerySet[Action]:
    """Only what a row of the register says, and what ``carried`` asks."""
    related = rows.select_related(None).select_related("owner", "hub", "meeting")
    said = ("year", "number", "text", "language", "state", "due_on", "noted_on", "closed_at")
    return related.only(*said, "owner__name", "hub__name", "meeting__series_id")


def owners_to_choose(group: WorkingGroup) -> dict[str, list[tuple[int, str]]]:
    """Who has or had an action of the group, and for which hubs, by name; one query."""
    rows = Action.objects.filter(group=group).order_by()
    pairs = list(rows.values_list("owner", "owner__name", "hub", "hub__name").distinct())
    people = {(pk, name) for pk, name, _hub, _of in pairs if pk}
    hubs = {(pk, name) for _owner, _by, pk, name in pairs if pk}
    return {"owner": sorted(people, key=_by_name), "hub": sorted(hubs, key=_by_name)}


def _by_name(pair: tuple[int, str]) -> str:
    return pair[1].casefold()


def open_actions(group: WorkingGroup) -> QuerySet[Action]:
    """The most urgent first."""
    return actions().filter(group=group, state=ActionState.OPEN)


def actions_of(person: Any) -> QuerySet[Action]:
    """What somebody has open, in whatever group."""
    return actions().filter(owner=person, state=ActionState.OPEN)


def open_actions_of(group: WorkingGroup, people: Iterable[Any]) -> dict[int, list[Action]]:
    """What each of these people has open in one group; one query."""
    found: dict[int, list[Action]] = {}
    for row in open_actions(group).filter(owner__in=list(people)):
        found.setdefault(row.owner_id or 0, []).append(row)
    return found


def carried(group: WorkingGroup, rows: Sequence[Action]) -> dict[int, int]:
    """Through how many meetings each was carried since it was noted: those of the same series, or of the
    group where it was noted outside one. One query."""
    held = Meeting.objects.filter(group=group).held().filter(held_on__lte=timezone.localdate())
    days: dict[int | None, list[Any]] = {None: []}
    for series, day in held.order_by("held_on").values_list("series", "held_on"):
        days[None].append(day)
        if series:
            days.setdefault(series, []).append(day)
    return {row.pk: _since(days, row) for row in rows}


def _since(days: dict[int | None, list[Any]], action: Action) -> int:
    of_series = days.get(action.meeting.series_id if action.meeting else None, [])
    return len(of_series) - bisect_right(of_series, action.noted_on)


# What filters offer


def meetings_to_choose(viewer: Viewer, group: WorkingGroup) -> list[Meeting]:
    rows = Meeting.objects.visible_to(viewer).filter(group=group, state=MeetingState.FIXED)
    named = rows.select_related("series").only("title", "held_on", "series__name", "series__slug")
    return list(named.order_by("-held_on", "-pk"))


def series_to_choose(group: WorkingGroup) -> list[Series]:
    return list(Series.objects.filter(group=group))


def _about_meetings(wanted: Wanted) -> Q:
    named = {"year": wanted.year, "meeting": wanted.meeting, "meeting__series": wanted.series}
    return Q(**{name: value for name, value in named.items() if value})


def _found(rows: Any, asked: str) -> Found:
    if not asked:
        return Found(rows)
    exact = searching.found(searching.with_words(rows), asked)
    if searching.CODE.search(asked) or exact.exists():
        return Found(exact)
    near = searching.similar(rows, asked)
    return Found(near, is_similar=True) if near.exists() else Found(exact)


from .years import Year, YearMeeting, year_of  # noqa: E402, F401 - reads of the same registers
