"""Minutes of the demo's task force: approved ones with a correction, and others that are open for comments.
All of it is invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from corridor.kernel.audience import Audience
from corridor.meetings.agenda.models import AgendaItem
from corridor.meetings.enums import ItemKind, MinutesState, Outcome
from corridor.meetings.minutes.models import Comment, Correction, Minutes, Passage, PassageText
from corridor.meetings.models import Meeting
from corridor.members.enums import SeatRole
from corridor.members.models import Seat
from corridor.members.queries import memberships_today

Due = Callable[[str], bool]
Said = tuple[str, str, int, str]  # title, kind, minutes, what was noted
GROUP: Final = "smart-connectivity"
RULES: Final[tuple[Said, ...]] = (
    (
        "Opening and agenda",
        ItemKind.INFORMATION,
        5,
        "The task force met online. Nine hubs took part, and the agenda was adopted as it was sent.",
    ),
    (
        "How long a guest may use a test bed",
        ItemKind.DECISION,
        40,
        (
            "Hubs in ports need longer than hubs in cities: a crane is free for companies on few days.\n\n"
            "Three days at a time, once a quarter, are thought to be a fair beginning. The rule is read "
            "again after two tests."
        ),
    ),
    (
        "Who pays for what",
        ItemKind.DISCUSSION,
        30,
        (
            "Guests pay their travel. Staff of the host is paid by it, up to two days for each test.\n\n"
            "Insurance is an open question. A text is prepared for the next meeting."
        ),
    ),
)
WRONG: Final = "up to three days for each test"  # what the approved minutes said at first
RIGHT: Final = "up to two days for each test"
JOINT: Final[tuple[Said, ...]] = (
    (
        "Results of the survey among the hubs",
        ItemKind.INFORMATION,
        15,
        "Seven hubs can bring devices of their own to a joint test; four need help with transport.",
    ),
    (
        "Where the first joint test takes place",
        ItemKind.DECISION,
        45,
        (
            "Antwerp offers a quay for five days, and its own 5G network with two slices.\n\n"
            "The hub that works for the port stayed out of the vote. The others agreed."
        ),
    ),
    (
        "Insurance of devices",
        ItemKind.DISCUSSION,
        20,
        "The text of the last meeting was read. Two hubs ask for a lower sum; it comes back next time.",
    ),
)


def fill_in_minutes(is_due: Due) -> int:
    """Rows of what the demo has never had; ``is_due`` says so by name. Returns how many."""
    held = Meeting.objects.past().filter(group__slug=GROUP, series__slug="task-force")
    meetings = list(held.select_related("group")[:2])
    if len(meetings) < 2 or not is_due("meeting-minutes"):  # noqa: PLR2004 - one of each kind
        return 0
    joint, rules = meetings
    memberships = memberships_today().filter(group=joint.group)
    seats = Seat.objects.current().filter(hub__in=memberships.values("hub"), role=SeatRole.EDITOR)
    writers = [seat.person for seat in seats.select_related("person").order_by("hub__slug")[:3]]
    if len(writers) < 3:  # noqa: PLR2004 - who writes, who comments, who corrects
        return 0
    approved, told = Minutes.objects.bulk_create([_approved(rules), _open(joint)])
    made = _passages([(approved, RULES), (told, JOINT)], writers[0])
    _correct(next(one for one in made if RIGHT in one.text), writers[2])
    Comment.objects.create(
        minutes=told,
        passage=made[-1],
        by=writers[1],
        text="It was three hubs that asked for a lower sum: ours too.",
    )
    return 2 + 3 * len(made) + 2


def _approved(meeting: Meeting) -> Minutes:
    return Minutes(
        meeting=meeting,
        state=MinutesState.APPROVED,
        audience=Audience.NETWORK,
        comments_until=timezone.now() - timedelta(days=45),
        approved_at=timezone.now() - timedelta(days=45),
    )


def _open(meeting: Meeting) -> Minutes:
    until = timezone.now() + timedelta(days=9)
    return Minutes(
        meeting=meeting, state=MinutesState.COMMENTS, audience=Audience.PUBLIC, comments_until=until
    )


def _passages(written: Sequence[tuple[Minutes, Sequence[Said]]], by: Any) -> list[Passage]:
    items = [
        AgendaItem(
            meeting=minutes.meeting,
            position=100 + n,
            title=title,
            kind=kind,
            minutes=length,
            outcome=Outcome.DONE,
        )
        for minutes, said in written
        for n, (title, kind, length, _text) in enumerate(said)
    ]
    AgendaItem.objects.bulk_create(items)
    texts = [(minutes, text) for minutes, said in written for *_rest, text in said]
    passages = [
        Passage(minutes=minutes, item=item, text=text, version=1)
        for (minutes, text), item in zip(texts, items, strict=True)
    ]
    Passage.objects.bulk_create(passages)
    PassageText.objects.bulk_create(
        PassageText(passage=one, version=1, text=one.text.replace(RIGHT, WRONG), by=by) for one in passages
    )
    return passages


def _correct(passage: Passage, by: Any) -> None:
    Correction.objects.create(
        passage=passage,
        before=passage.text.replace(RIGHT, WRONG),
        after=passage.text,
        reason="The recording says two days.",
        by=by,
    )
