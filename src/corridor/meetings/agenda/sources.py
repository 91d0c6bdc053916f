"""What earlier meetings leave for the next: actions that are open, items that were postponed or not reached,
and minutes that wait for approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from corridor.kernel.agenda import Matter, Occasion, day_in_words, register_agenda_source
from corridor.kernel.i18n.fields import best_text
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ActionState, Approval, ItemState, MinutesState, Outcome
from corridor.meetings.minutes.models import Comment, Correction, Minutes
from corridor.meetings.registers.models import Action

ALONE: Final = 8  # actions that are talked about one by one; the others together
LOOKS_BACK: Final = timedelta(days=730)
LONGEST_TITLE: Final = 250
POSTPONED: Final = "meetings.postponed"
ACTIONS: Final = "meetings.actions"


def register() -> None:
    sources = {
        "meetings.minutes": minutes_to_approve,
        "meetings.objections": objections,
        "meetings.corrections": corrections,
        POSTPONED: postponed,
        ACTIONS: actions,
    }
    for name, source in sources.items():
        register_agenda_source(name, source, open_to_members=True)


# Actions


def actions(occasion: Occasion) -> Iterator[Matter]:
    """Those of the last meeting and of its agenda, and those that are overdue, one by one; all others as one
    matter."""
    open_ones = Action.objects.filter(_in_series(occasion), group=occasion.group_id, state=ActionState.OPEN)
    found, carried = list(open_ones.select_related("group", "owner", "hub")), _on_last_agenda(occasion)
    alone = [one for one in found if str(one.pk) in carried or _is_alone(one, occasion)][:ALONE]
    yield from (_action(one, occasion) for one in alone)
    if number := len(found) - len(alone):
        title = _("Open actions (%(number)s)") % {"number": number}
        url = reverse("meetings:actions", args=[found[0].group.slug])
        yield Matter("others", title, _("They are in the register, open and not overdue."), url, rank=55)


def _on_last_agenda(occasion: Occasion) -> set[str]:
    items = AgendaItem.objects.filter(meeting=occasion.before_id, state=ItemState.ACCEPTED)
    origins = items.filter(origin__startswith=f"{ACTIONS}:").values_list("origin", flat=True)
    return {one.rpartition(":")[2] for one in origins}


def _is_alone(action: Action, occasion: Occasion) -> bool:
    from_last = action.meeting_id is not None and action.meeting_id == occasion.before_id
    return from_last or _is_late(action, occasion)


def _is_late(action: Action, occasion: Occasion) -> bool:
    return action.due_on is not None and action.due_on < occasion.on


def _action(action: Action, occasion: Occasion) -> Matter:
    names = {"code": action.code, "text": action.text}
    return Matter(
        key=str(action.pk),
        title=_short(_("Action %(code)s: %(text)s") % names),
        why=_why(action),
        url=reverse("meetings:action", args=[action.group.slug, action.code]),
        rank=20 if _is_late(action, occasion) else 25,
        due=action.due_on,
        speaker_id=action.owner_id,
    )


def _why(action: Action) -> str:
    people = ", ".join(str(one) for one in (action.owner, action.hub) if one)
    noted = _("Noted on %(noted)s for %(who)s.") if people else _("Noted on %(noted)s.")
    said = {"who": people, "noted": day_in_words(action.noted_on)}
    return f"{noted % said} {_when(action.due_on)}"


def _when(due: date | None) -> str:
    if due is None:
        return _("Still open.")
    text = _("Overdue since %(due)s.") if due < timezone.localdate() else _("Due on %(due)s.")
    return text % {"due": day_in_words(due)}


# Items that were postponed, or not reached


def postponed(occasion: Occasion) -> Iterator[Matter]:
    """What an earlier meeting left and none has taken up since."""
    rows = _earlier_items(occasion)
    origins = {item.pk: item.origin for item in rows}
    for item in rows:
        root = _root(item.origin, origins)
        if _was_left(item, rows, occasion) and not _was_taken_up(item, root, rows):
            yield _left(item, root)


def _earlier_items(occasion: Occasion) -> list[AgendaItem]:
    wanted = Q(outcome=Outcome.POSTPONED) | ~Q(origin="") | Q(meeting=occasion.before_id)
    days = (occasion.on - LOOKS_BACK, occasion.on)
    items = AgendaItem.objects.filter(
        wanted,
        _in_series(occasion, or_none=False),
        state=ItemState.ACCEPTED,
        meeting__group=occasion.group_id,
        meeting__held_on__range=days,
    )
    earlier = items.exclude(meeting=occasion.meeting_id).select_related("meeting__group")
    return list(earlier.order_by("meeting__held_on", "meeting__starts_at", "position", "id"))


def _was_left(item: AgendaItem, rows: Sequence[AgendaItem], occasion: Occasion) -> bool:
    return item.outcome == Outcome.POSTPONED or _was_not_reached(item, rows, occasion)


def _was_not_reached(item: AgendaItem, rows: Sequence[AgendaItem], occasion: Occasion) -> bool:
    """At the last meeting, if somebody noted there what was dealt with. An action comes back by itself, and
    only while it is open."""
    if item.meeting_id != occasion.before_id or item.meeting.closed_at is None:
        return False
    if item.origin.startswith(f"{ACTIONS}:"):
        return False
    of_last = (one for one in rows if one.meeting_id == occasion.before_id)
    return item.outcome == Outcome.OPEN and any(one.outcome == Outcome.DONE for one in of_last)


def _root(origin: str, origins: dict[int, str]) -> str:
    """The matter from which an item was made, however often it has been postponed since."""
    for _step in origins:
        name, _colon, key = origin.rpartition(":")
        if name != POSTPONED or int(key) not in origins:
            break
        origin = origins[int(key)]
    return origin


def _was_taken_up(item: AgendaItem, root: str, rows: Iterable[AgendaItem]) -> bool:
    names = {f"{POSTPONED}:{item.pk}", root} - {""}
    later = (one for one in rows if _moment(one) > _moment(item))
    return any(one.origin in names for one in later)


def _moment(item: AgendaItem) -> tuple[date, float]:
    meeting = item.meeting
    assert meeting.held_on is not None  # noqa: S101 - it is looked for by its day
    return meeting.held_on, meeting.starts_at.timestamp() if meeting.starts_at else 0.0


def _left(item: AgendaItem, root: str) -> Matter:
    said = {"day": day_in_words(_moment(item)[0]), "meeting": best_text(item.meeting.title)}
    if item.outcome == Outcome.POSTPONED:
        why = _("Postponed at “%(meeting)s” on %(day)s.") % said
    else:
        why = _("Not reached at “%(meeting)s” on %(day)s.") % said
    url = reverse("meetings:agenda", args=[item.meeting.group.slug, item.meeting_id])
    return Matter(
        key=str(item.pk),
        title=item.title,
        why=why,
        url=f"{url}#item-{item.pk}",
        minutes=item.minutes,
        kind=item.kind,
        rank=15,
        speaker_id=item.speaker_id,
        again=root,
    )


# Minutes


def minutes_to_approve(occasion: Occasion) -> Iterator[Matter]:
    """Of earlier meetings whose series has them approved by the next one."""
    waiting = Minutes.objects.filter(
        _in_series(occasion, or_none=False),
        meeting__group=occasion.group_id,
        meeting__series__approval=Approval.NEXT_MEETING,
        meeting__held_on__lt=occasion.on,
    )
    waiting = waiting.exclude(state=MinutesState.APPROVED).exclude(meeting=occasion.meeting_id)
    for one in waiting.select_related("meeting__group").order_by("meeting__held_on", "pk"):
        day = day_in_words(one.meeting.held_on)
        is_written = one.state == MinutesState.COMMENTS
        yield Matter(
            key=str(one.pk),
            title=_("Minutes of %(day)s: approval") % {"day": day},
            why=_("They are open for comments, and the next meeting approves them.")
            if is_written
            else _("They are still being written, and the next meeting approves them."),
            url=_minutes_page(one),
            kind="decision",
            rank=10,
        )


def objections(occasion: Occasion) -> Iterator[Matter]:
    """What members object to in earlier minutes, as long as it is not settled."""
    open_ones = Comment.objects.filter(
        _in_series(occasion, "minutes__meeting", or_none=False),
        minutes__meeting__group=occasion.group_id,
        is_objection=True,
        settled_at=None,
    )
    for minutes, number in _counted(open_ones.values_list("minutes")):
        title = ngettext(
            "Objection to the minutes of %(day)s",
            "%(number)s objections to the minutes of %(day)s",
            number,
        )
        yield Matter(
            key=f"{minutes.pk}:{number}",
            title=title % {"number": number, "day": day_in_words(minutes.meeting.held_on)},
            why=_("As long as an objection is open, the minutes cannot be approved by silence."),
            url=_minutes_page(minutes),
            rank=12,
        )


def corrections(occasion: Occasion) -> Iterator[Matter]:
    """What was corrected in approved minutes since the last meeting."""
    if occasion.since is None:
        return
    made = Correction.objects.filter(
        _in_series(occasion, "passage__minutes__meeting", or_none=False),
        passage__minutes__meeting__group=occasion.group_id,
        at__date__gt=occasion.since,
    )
    for minutes, number in _counted(made.values_list("passage__minutes")):
        title = ngettext(
            "Correction of the minutes of %(day)s",
            "%(number)s corrections of the minutes of %(day)s",
            number,
        )
        yield Matter(
            key=f"{minutes.pk}:{number}",
            title=title % {"number": number, "day": day_in_words(minutes.meeting.held_on)},
            why=_("Approved minutes were corrected since the last meeting."),
            url=_minutes_page(minutes),
            minutes=3,
            kind="information",
            rank=14,
        )


def _counted(rows: Iterable[tuple[int, ...]]) -> list[tuple[Minutes, int]]:
    """How many rows there are of each minutes, by their meeting's day; always two queries."""
    numbers: dict[int, int] = {}
    for (pk,) in rows:
        numbers[pk] = numbers.get(pk, 0) + 1
    found = Minutes.objects.filter(pk__in=numbers, meeting__held_on__isnull=False)
    return [(one, numbers[one.pk]) for one in found.select_related("meeting__group").order_by("pk")]


def _minutes_page(minutes: Minutes) -> str:
    return reverse("meetings:minutes", args=[minutes.meeting.group.slug, minutes.meeting_id])


def _in_series(occasion: Occasion, meeting: str = "meeting", *, or_none: bool = True) -> Q:
    """A task force is not asked about what the plenary left; what belongs to no meeting is everybody's."""
    if occasion.series_id is None:
        return Q()
    ours = Q(**{f"{meeting}__series": occasion.series_id})
    return ours | Q(**{f"{meeting}__isnull": True}) if or_none else ours


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST_TITLE)
